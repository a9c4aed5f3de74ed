// A summary of a config in a few lines: who connects where, and what answers.
import { many } from '../common/numbers.ts';
import { registeredInstanceCount } from '../config/derived.ts';
import { routingOf, type RoutingRule } from '../config/routing.ts';
import type { Config } from '../config/schema/index.ts';
import { taskBounds } from '../config/service.ts';

/** One line per listener, then one per rule in order of evaluation. */
export function overview(config: Config): string[] {
  const { rules, rest } = routingOf(config);
  return [
    ...listeners(config),
    ...[...rules, rest].map((rule) => `    ${conditionsOf(rule)} --> ${answerOf(rule, config)}`),
  ];
}

function listeners({ listener: { http, https }, network: { scheme } }: Config): string[] {
  const clients = scheme === 'internal' ? 'clients in the VPC' : 'clients';
  return [
    ...(https === false ? [] : [`  ${clients} --wss:${https.port}--> load balancer`]),
    ...(http === 'none'
      ? []
      : [`  ${clients} --ws:80--> load balancer${http === 'redirect' ? ', which redirects to wss' : ''}`]),
  ];
}

const conditionsOf = ({ conditions, priority }: RoutingRule): string =>
  conditions.length === 0
    ? priority === undefined
      ? 'everything else'
      : 'everything'
    : conditions.map(({ values }) => values.join(' or ')).join(' and ');

function answerOf({ route, action }: RoutingRule, config: Config): string {
  if (action.type === 'redirect') return 'redirect';
  if (action.type === 'fixed-response') return String(action.fixedResponse.statusCode);
  if (route !== undefined) {
    const found = config.routes.find(({ name }) => name === route);
    return `${route} on port ${found?.target?.port}`;
  }
  return `${servers(config)} on port ${config.target.port}`;
}

function servers(config: Config): string {
  const { target, service } = config;
  if (service !== false) {
    const { min, max } = taskBounds(service);
    return max > min ? `${min} to ${max} tasks` : many(min, 'task');
  }
  if (target.type === 'ip')
    return target.ipAddresses ? many(target.ipAddresses.length, 'address', 'addresses') : 'addresses';
  const instances = registeredInstanceCount(config);
  return instances > 0 ? many(instances, 'instance') : 'instances that register themselves';
}
