// Names for routes, of what a live load balancer calls their target groups, or of what they take.
import { resourcePrefix } from '../../config/derived.ts';
import type { Conditions } from './conditions.ts';
import type { LiveTargetGroup } from './live.ts';

const MAX_LENGTH = 20;

/** As a config takes it; empty when nothing is left. */
const slug = (text: string): string =>
  text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, MAX_LENGTH)
    .replace(/-+$/, '');

/** `api-targets`, ApiTargetGroup and `api-tg` are all called `api`. */
const withoutKind = (name: string): string =>
  name.replace(/[-_ ]?(?:targets|target-?group|tg)$/i, '') || name;

/** What a target group is called: by its Name, its logical id, or the name that ELB knows. */
export function nameOfGroup({ description, tags }: LiveTargetGroup): string {
  const names = [tags.get('Name'), tags.get('aws:cloudformation:logical-id'), description.TargetGroupName];
  return names.map((name) => slug(withoutKind(name ?? ''))).find((name) => name !== '') ?? '';
}

export const nameOfConditions = ({ hosts = [], paths = [] }: Conditions): string =>
  [...paths, ...hosts].map(slug).find((name) => name !== '') ?? '';

/** Gives each route a name of its own. Two names that make the same resources are the same. */
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
