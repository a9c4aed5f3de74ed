import { forwardingListeners, routingOf, type Routing, type RoutingCondition } from '../../config/routing.ts';
import { shiftsTraffic } from '../../config/deployment.ts';
import type { Config } from '../../config/schema/index.ts';
import { ref } from '../intrinsics.ts';
import { ID, ruleId } from '../names.ts';
import type { Resource, Section } from '../types.ts';
import { actionsOf } from './actions.ts';

/** The rules of the listeners, on each that forwards; none when everything goes to one place. */
export function routes(config: Config): Section[] {
  const routing = routingOf(config);
  if (routing.rules.length === 0) return [];
  return [
    {
      title: 'Routes',
      why: [
        'The lowest priority that matches takes the request. A socket is routed once, by its handshake.',
        restWhy(routing),
        'Give a new route a free priority: while an update moves a rule to one that another still holds, it fails.',
        ...(shiftsTraffic(config)
          ? [
              'The weights between the two groups of the sockets belong to ECS: these are those of the first deployment.',
              'Leave that rule as it is. CloudFormation sends the weights again when anything in it changes, or on the way back.',
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
    ? 'What no rule matches goes to the sockets.'
    : `What no rule matches goes to the route ${rest.route}.`;
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
