// Names for routes, derived from their target groups' names or from their conditions.
import { resourcePrefix } from '../../config/derived.ts';
import type { Conditions } from './conditions.ts';
import type { LiveTargetGroup } from './live.ts';

const MAX_LENGTH = 20;

/** A valid route name; empty if nothing is left of the text. */
const slug = (text: string): string =>
  text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, MAX_LENGTH)
    .replace(/-+$/, '');

/** `api-targets`, ApiTargetGroup and `api-tg` all become `api`. */
const withoutKind = (name: string): string =>
  name.replace(/[-_ ]?(?:targets|target-?group|tg)$/i, '') || name;

/** A target group's name from its Name tag, its logical ID or its ELB name; may be empty. */
export function nameOfGroup({ description, tags }: LiveTargetGroup): string {
  const names = [tags.get('Name'), tags.get('aws:cloudformation:logical-id'), description.TargetGroupName];
  return names.map((name) => slug(withoutKind(name ?? ''))).find((name) => name !== '') ?? '';
}

export const nameOfConditions = ({ hosts = [], paths = [] }: Conditions): string =>
  [...paths, ...hosts].map(slug).find((name) => name !== '') ?? '';

/** Gives each route a unique name. Names count as equal if they lead to the same logical IDs. */
export class RouteNames {
  readonly #taken = new Set(['WebSocket']);

  name(wanted: string, fallback: string): string {
    const base = wanted === '' ? fallback : wanted;
    for (let count = 1; ; count++) {
      const end = count === 1 ? '' : `-${count}`;
      const name = `${base.slice(0, MAX_LENGTH - end.length)}${end}`;
      const prefix = resourcePrefix(name);
      if (this.#taken.has(prefix)) continue;
      this.#taken.add(prefix);
      return name;
    }
  }
}
