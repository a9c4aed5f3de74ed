// Findings that a template's author accepts, written beside the resource with a reason:
//   Metadata: { websocket-alb: { ignore: [{ code: tls-only, reason: TLS ends at CloudFront }] } }
import { child, text } from './node.ts';
import type { Template } from './template.ts';

export interface Ignore {
  readonly id: string;
  readonly line: number;
  readonly code: string;
  /** Without one the ignore does not count. */
  readonly reason: string | undefined;
}

export function ignoresOf({ resources }: Template): Ignore[] {
  return [...resources.values()].flatMap(({ id, node }): Ignore[] => {
    const list = child(child(child(node, 'Metadata'), 'websocket-alb'), 'ignore');
    if (list === undefined) return [];
    const items = list.kind === 'list' ? list.items : [list];
    return items.map((item) => ({
      id,
      line: item.line,
      code: text(child(item, 'code')) ?? text(item) ?? '',
      reason: text(child(item, 'reason'))?.trim() || undefined,
    }));
  });
}
