// Expands YAML short forms such as !Ref. Any tag is expanded, because CloudFormation adds functions.
import { list, map, scalar, type Node } from './node.ts';

/** `!Sub x` -> `{Fn::Sub: x}`. YAML's own tags (`!!str`) are ignored. */
export function longForm(tag: string | undefined, node: Node): Node {
  if (tag === undefined || !/^![A-Za-z]/.test(tag)) return node;
  const name = tag.slice(1).replace('::', '.');
  const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name.split('.').at(-1) ?? name}`;
  const value = name === 'GetAtt' && node.kind === 'scalar' ? attributePath(node.value, node.line) : node;
  return map(new Map([[key, { line: node.line, value }]]), node.line);
}

function attributePath(path: string, line: number): Node {
  const [resource = '', ...attribute] = path.split('.');
  return list([scalar(resource, line), scalar(attribute.join('.'), line)], line);
}
