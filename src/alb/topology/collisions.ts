import { canExistTogether, type Choices } from './when.ts';
import type { Part } from './types.ts';

/** What is said about one part: whether another one has the same place. */
export interface Collision<One> {
  readonly part: One;
  /** `not-applicable`: the place is not known, or whether both can exist is not. */
  readonly verdict: 'met' | 'not-applicable';
  /** An earlier part at the same place, which can exist at the same time. */
  readonly with?: One;
}

/**
 * Finds parts that claim the same place, such as a port of a load balancer. Parts that no combination of conditions
 * creates together do not collide, and neither do two forms of the same part.
 *
 * @param placeOf - undefined when it cannot be known.
 */
export function collisions<One extends Pick<Part<unknown>, 'key' | 'when'>>(
  parts: readonly One[],
  placeOf: (part: One) => string | undefined,
  choices: Choices,
): Collision<One>[] {
  const taken = new Map<string, One[]>();
  const told = new Set<string>();
  return parts.map((part): Collision<One> => {
    const place = placeOf(part);
    if (place === undefined) return { part, verdict: 'not-applicable' };
    const others = taken.get(place) ?? [];
    taken.set(place, others);
    // A place that hundreds claim is reported as often as it is claimed, but not compared in pairs.
    const rivals = others.slice(0, MAX_RIVALS).filter(({ key }) => key !== part.key);
    others.push(part);
    const together = rivals.map((rival) => ({
      rival,
      can: canExistTogether(rival.when, part.when, choices),
    }));
    const rival = together.find(({ can }) => can === true)?.rival;
    if (rival && !told.has(part.key)) {
      told.add(part.key);
      return { part, verdict: 'met', with: rival };
    }
    return { part, verdict: together.some(({ can }) => can !== false) && !rival ? 'not-applicable' : 'met' };
  });
}

const MAX_RIVALS = 20;
