// Shared by the readers of a Gateway's objects.
import { entry, text, type Node } from '../check/node.ts';
import type { Building, Setting } from './building.ts';
import { at, itemsOf, type Manifest } from './manifests.ts';

/** A list of `{key, value}`. */
export const pairsOf = (list: Node | undefined, object: Manifest, building: Building): [string, Setting][] =>
  itemsOf(list).flatMap((item): [string, Setting][] => {
    const [key, value] = [text(at(item, 'key')), text(at(item, 'value'))];
    if (key === undefined || value === undefined) return [];
    const line = building.spots.of(object, entry(item, 'key')?.line ?? item.line, key);
    return [[key, { value, line }]];
  });

export const textsOf = (list: Node | undefined): string[] => itemsOf(list).flatMap((one) => text(one) ?? []);
