import { canExistTogether, type Choices } from './when.ts';
import type { Part } from './types.ts';

/** The verdict on one part: whether another part claims the same place. */
export interface Collision<One> {
  readonly part: One;
  /** `not-applicable`: the place is unknown, or it is unknown whether both parts can exist together. */
  readonly verdict: 'met' | 'not-applicable';
  /** An earlier part at the same place that can exist at the same time. */
  readonly with?: One;
}

/**
 * Finds parts that claim the same place, such as a port of a load balancer. Parts that no combination of conditions
 * creates together do not collide, and neither do two forms of the same part.
 *
 * @param placeOf - undefined if the place cannot be known.
 */
export function collisions<One extends Pick<Part<unknown>, 'key' | 'when'>>(
  parts: readonly One[],
  placeOf: (part: One) => string | undefined,
  choices: Choices,
): Collision<One>[] {
  const taken = new Map<string, One[]>();
  const reported = new Set<string>();
  return parts.map((part): Collision<One> => {
    const place = placeOf(part);
    if (place === undefined) return { part, verdict: 'not-applicable' };
    const others = taken.get(place) ?? [];
    taken.set(place, others);
    // If hundreds of parts claim a place, each is reported, but not compared with all the others.
    const rivals = others.slice(0, MAX_RIVALS).filter(({ key }) => key !== part.key);
    others.push(part);
    const together = rivals.map((rival) => ({
      rival,
      can: canExistTogether(rival.when, part.when, choices),
    }));
    const rival = together.find(({ can }) => can === true)?.rival;
    if (rival && !reported.has(part.key)) {
      reported.add(part.key);
      return { part, verdict: 'met', with: rival };
    }
    return { part, verdict: together.some(({ can }) => can !== false) && !rival ? 'not-applicable' : 'met' };
  });
}

const MAX_RIVALS = 20;
