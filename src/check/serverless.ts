// Variables of the Serverless Framework, which replaces them before CloudFormation sees the template.
import { list, map, scalar, type Entry, type Node } from './node.ts';

/** `${self:custom.port}` and the like; `${AWS::Region}` and `${Name}` belong to Fn::Sub. */
const VARIABLE = /\$\{(?:[a-zA-Z]+\s*:(?!:)|[a-zA-Z]+\()[^}]*\}/;

/** The same value, with every text that contains variables marked as unknown. */
export function withVariables(node: Node): Node {
  if (node.kind === 'list') return list(node.items.map(withVariables), node.line);
  if (node.kind === 'scalar')
    return VARIABLE.test(node.value)
      ? map(
          new Map([['Fn::ImportValue', { line: node.line, value: scalar(node.value, node.line) }]]),
          node.line,
        )
      : node;
  const entries = [...node.entries].map(([key, { line, value }]): [string, Entry] => [
    key,
    { line, value: withVariables(value) },
  ]);
  return map(new Map(entries), node.line);
}
