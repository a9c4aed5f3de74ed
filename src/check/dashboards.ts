// The body of a dashboard: JSON in a string, often inside Fn::Sub.
import { METRIC_NAMESPACE } from '../alb/metrics.ts';
import { UNKNOWN } from '../alb/setting.ts';
import type { MetricUse } from './metric-use.ts';
import { child, entry, onlyEntry, text, type Node } from './node.ts';
import { isScalar, type Resolver } from './resolve.ts';
import type { Resource } from './template.ts';

export type Body =
  | { readonly ok: true; readonly value: unknown }
  /** Not JSON, whatever values its variables have. */
  | { readonly ok: false; readonly reason: string };

/** Undefined if the body, or the values of its variables, cannot be known. */
export function dashboardBody({ properties }: Resource, resolver: Resolver): Body | undefined {
  const node = child(properties, 'DashboardBody');
  const source = bodyText(node, resolver);
  if (source === undefined) return undefined;
  let reason = '';
  // A variable may stand for a number, for part of a string, or for nothing.
  for (const filler of ['0', '"0"', '']) {
    try {
      return { ok: true, value: JSON.parse(source.replace(VARIABLE, filler)) };
    } catch (error) {
      reason ||= (error as Error).message;
    }
  }
  const bare = source.match(/[[{,:\s]\$\{[^{}]*\}[\]},\s]/);
  return bare ? undefined : { ok: false, reason };
}

const VARIABLE = /\$\{[^{}]*\}/g;

function bodyText(node: Node | undefined, resolver: Resolver): string | undefined {
  const value = resolver.value(node);
  if (isScalar(value)) return value.value;
  const [name, argument] = (node && onlyEntry(node)) ?? [];
  if (name === 'Fn::Sub') return text(argument?.kind === 'list' ? argument.items[0] : argument);
  if (name !== 'Fn::Join' || argument?.kind !== 'list') return undefined;
  const [delimiter, parts] = argument.items;
  const by = text(delimiter);
  if (by === undefined || parts?.kind !== 'list') return undefined;
  return parts.items
    .map((part) => {
      const known = resolver.string(part);
      return typeof known === 'string' ? known : '${unknown}';
    })
    .join(by);
}

interface Widget {
  readonly type?: unknown;
  readonly properties?: { readonly metrics?: unknown; readonly stat?: unknown; readonly period?: unknown };
}

export function dashboardMetrics(resource: Resource, resolver: Resolver): MetricUse[] {
  const body = dashboardBody(resource, resolver);
  const widgets = body?.ok ? (body.value as { widgets?: unknown } | null)?.widgets : undefined;
  if (!Array.isArray(widgets)) return [];
  const line = entry(resource.properties, 'DashboardBody')?.line ?? resource.line;
  return (widgets as (Widget | null)[]).flatMap((widget) => {
    const properties = widget?.properties;
    if (!properties || !Array.isArray(properties.metrics)) return [];
    return rows(properties.metrics as unknown[]).flatMap((row): MetricUse[] => {
      const last = row.at(-1);
      const options = typeof last === 'object' && last !== null ? (last as Record<string, unknown>) : {};
      const names = row.filter((cell) => typeof cell === 'string');
      const [namespace, metric, ...pairs] = names;
      if (namespace !== METRIC_NAMESPACE || metric === undefined) return [];
      const stat = options['stat'] ?? properties.stat;
      const period = options['period'] ?? properties.period;
      return [
        {
          by: 'dashboard',
          resource,
          line,
          metric,
          dimensions: new Map(
            pairs.filter((_name, index) => index % 2 === 0).map((name) => [name, undefined]),
          ),
          statistic: typeof stat === 'string' ? (stat === '0' ? UNKNOWN : stat) : undefined,
          period:
            typeof period === 'number' && period > 0 ? period : period === undefined ? undefined : UNKNOWN,
          lineOf: () => line,
        },
      ];
    });
  });
}

/** The rows of metrics with abbreviations expanded: "." repeats a cell, "..." repeats all cells except the last ones. */
function rows(metrics: readonly unknown[]): unknown[][] {
  let previous: unknown[] = [];
  return metrics.map((row) => {
    if (!Array.isArray(row)) return [];
    const cells = row as unknown[];
    const last = cells.at(-1);
    const options = typeof last === 'object' && last !== null ? [last] : [];
    const names = cells.slice(0, cells.length - options.length);
    const dots = names.indexOf('...');
    const full =
      dots === -1
        ? names.map((cell, index) => (cell === '.' ? previous[index] : cell))
        : [
            ...previous.slice(0, Math.max(0, previous.length - (names.length - dots - 1))),
            ...names.slice(dots + 1),
          ];
    previous = full;
    return [...full, ...options];
  });
}
