// The conditions that the controller creates for a match of a route. Source: aws-load-balancer-controller
// pkg/gateway/routeutils/route_rule_condition.go.
import { items, text, unknown, type Node } from '../check/node.ts';
import { splitAtCommas } from './annotations.ts';
import { condition, headerCondition, patternsOf, queryCondition } from './conditions.ts';
import { at, itemsOf, type Manifest } from './manifests.ts';
import { textsOf } from './pairs.ts';
import type { Ranked } from './precedence.ts';

/** @param configuration - the rule's ListenerRuleConfiguration, which may add source addresses. */
export function routeConditions(
  { route, match, host, indexes }: Ranked,
  configuration: Manifest | 'elsewhere' | undefined,
  line: number,
): Node | undefined {
  const path = route.kind === 'GRPCRoute' ? grpcPath(match, line) : httpPath(match, line);
  if (configuration === 'elsewhere' || path === undefined)
    return unknown(`conditions of ${route.name} ${indexes.join(' ')}`, line);
  const method = text(at(match, 'method'));
  return items(line, [
    host === '' ? undefined : condition('host-header', { values: [host] }, line),
    path,
    ...itemsOf(at(match, 'headers')).map((one) => headerOf(one, route, line)),
    ...itemsOf(at(match, 'queryParams')).map((one) =>
      queryCondition(text(at(one, 'name')) ?? '', text(at(one, 'value')) ?? '', line),
    ),
    method === undefined ? undefined : condition('http-request-method', { values: [method] }, line),
    ...sourcesOf(configuration, indexes[1], line),
  ]);
}

/** The API server fills in the prefix `/` if no path is given. */
function httpPath(match: Node | undefined, line: number): Node | undefined {
  const path = text(at(match, 'path', 'value')) ?? '/';
  const type = text(at(match, 'path', 'type')) ?? 'PathPrefix';
  return condition(
    'path-pattern',
    type === 'RegularExpression' ? { regexes: [path] } : { values: patternsOf(path, type) },
    line,
  );
}

/** `/service/method`, with wildcards for parts that are not given. */
function grpcPath(match: Node | undefined, line: number): Node | undefined {
  const method = at(match, 'method');
  if (!method) return condition('path-pattern', { values: ['/*'] }, line);
  const [service, own] = [text(at(method, 'service')), text(at(method, 'method'))];
  if (service === undefined && own === undefined) return undefined;
  return condition('path-pattern', { values: [`/${service ?? '*'}/${own ?? '*'}`] }, line);
}

/** Commas separate values, unless escaped with a backslash. */
function headerOf(header: Node, route: Manifest, line: number): Node | undefined {
  const [name, value] = [text(at(header, 'name')) ?? '', text(at(header, 'value')) ?? ''];
  if (route.kind === 'HTTPRoute' && text(at(header, 'type')) === 'RegularExpression')
    return headerCondition(name, { regexes: [value] }, line);
  return headerCondition(name, { values: splitAtCommas(value) }, line);
}

/** Source addresses for all matches of a rule, or for those given by index. */
function sourcesOf(configuration: Manifest | undefined, index: number, line: number): (Node | undefined)[] {
  return itemsOf(at(configuration?.root, 'spec', 'conditions')).map((one) => {
    const indexes = at(one, 'matchIndexes');
    if (text(at(one, 'field')) !== 'source-ip') return undefined;
    if (indexes && !textsOf(indexes).includes(String(index))) return undefined;
    return condition('source-ip', { values: textsOf(at(one, 'sourceIPConfig', 'values')) }, line);
  });
}
