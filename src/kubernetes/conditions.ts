// ELB's rule conditions for the paths and hosts of Ingresses and routes.
import { items, properties, scalar, type Node } from '../check/node.ts';

/** A prefix `/ws` matches `/ws` and everything below it. Other paths are used as patterns unchanged. */
export function patternsOf(path: string, type: string): string[] {
  if (type !== 'Prefix' && type !== 'PathPrefix') return [path === '' ? '/*' : path];
  const plain = path.replace(/\/$/, '');
  return plain === '' ? ['/*'] : [plain, `${plain}/*`];
}

interface Alternatives {
  readonly values?: readonly string[];
  readonly regexes?: readonly string[];
}

/** A condition on the host, path, method or source address; undefined if there are no values. */
export function condition(
  field: 'host-header' | 'path-pattern' | 'http-request-method' | 'source-ip',
  { values = [], regexes = [] }: Alternatives,
  line: number,
): Node | undefined {
  const config = properties(line, [
    ['Values', scalars(values, line)],
    ['RegexValues', scalars(regexes, line)],
  ]);
  return (
    config &&
    properties(line, [
      ['Field', scalar(field, line)],
      [CONFIGS[field], config],
    ])
  );
}

const CONFIGS = {
  'host-header': 'HostHeaderConfig',
  'path-pattern': 'PathPatternConfig',
  'http-request-method': 'HttpRequestMethodConfig',
  'source-ip': 'SourceIpConfig',
} as const;

export function headerCondition(name: string, { values = [], regexes = [] }: Alternatives, line: number) {
  const config = properties(line, [
    ['HttpHeaderName', scalar(name, line)],
    ['Values', scalars(values, line)],
    ['RegexValues', scalars(regexes, line)],
  ]);
  return properties(line, [
    ['Field', scalar('http-header', line)],
    ['HttpHeaderConfig', config],
  ]);
}

export function queryCondition(key: string, value: string, line: number): Node | undefined {
  const pair = properties(line, [
    ['Key', scalar(key, line)],
    ['Value', scalar(value, line)],
  ]);
  return properties(line, [
    ['Field', scalar('query-string', line)],
    ['QueryStringConfig', properties(line, [['Values', items(line, [pair])]])],
  ]);
}

const scalars = (values: readonly string[], line: number): Node | undefined =>
  items(
    line,
    values.map((one) => scalar(one, line)),
  );
