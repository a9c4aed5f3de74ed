import { forwardingListeners, routingOf, type Routing, type RoutingCondition } from '../../config/routing.ts';
import { shiftsTraffic } from '../../config/deployment.ts';
import type { Config } from '../../config/schema/index.ts';
import { ref } from '../intrinsics.ts';
import { ID, ruleId } from '../names.ts';
import type { Resource, Section } from '../types.ts';
import { actionsOf } from './actions.ts';

/** The listener rules, on each listener that forwards; none if everything goes to one place. */
export function routes(config: Config): Section[] {
  const routing = routingOf(config);
  if (routing.rules.length === 0) return [];
  return [
    {
      title: 'Routes',
      why: [
        'The lowest priority that matches takes the request. A socket is routed once, by its handshake.',
        restWhy(routing),
        'Give a new route a free priority: an update fails if it moves a rule to one that another still has.',
        ...(shiftsTraffic(config)
          ? [
              'ECS manages the weights of the two groups of the sockets: these are for the first deployment.',
              'Leave that rule unchanged: CloudFormation sends these weights again when anything in it changes, or in a rollback.',
            ]
          : []),
      ],
      resources: Object.fromEntries(
        forwardingListeners(config).flatMap(({ protocol }) =>
          routing.rules.map((rule): [string, Resource] => [
            ruleId(rule.route, protocol),
            {
              Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
              Properties: {
                ListenerArn: ref(protocol === 'HTTPS' ? ID.httpsListener : ID.httpListener),
                Priority: rule.priority,
                Conditions: rule.conditions.map(conditionOf),
                Actions: actionsOf(rule),
              },
            },
          ]),
        ),
      ),
    },
  ];
}

function restWhy({ rest }: Routing): string {
  if (rest.at.length === 0) return 'Requests that match no rule get 404: scanners never reach a server.';
  return rest.route === undefined
    ? 'Requests that match no rule go to the sockets.'
    : `Requests that match no rule go to the route ${rest.route}.`;
}

/** A condition of a rule. */
export function conditionOf({ field, header, parameter, values }: RoutingCondition): Record<string, unknown> {
  switch (field) {
    case 'host-header':
      return { Field: field, HostHeaderConfig: { Values: values } };
    case 'path-pattern':
      return { Field: field, PathPatternConfig: { Values: values } };
    case 'http-request-method':
      return { Field: field, HttpRequestMethodConfig: { Values: values } };
    case 'http-header':
      return { Field: field, HttpHeaderConfig: { HttpHeaderName: header, Values: values } };
    case 'query-string':
      return {
        Field: field,
        QueryStringConfig: { Values: values.map((Value) => ({ Key: parameter, Value })) },
      };
    case 'source-ip':
      return { Field: field, SourceIpConfig: { Values: values } };
  }
}
