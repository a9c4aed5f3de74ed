// Annotations that the controller does not have, and values that it cannot read.
import { nearest } from '../common/nearest.ts';
import {
  ANNOTATIONS,
  annotationsOf,
  boolean,
  FAMILIES,
  json,
  PREFIX,
  stringMap,
  typeOf,
  type Annotation,
} from './annotations.ts';
import type { Building } from './building.ts';
import type { Manifest } from './manifests.ts';

/** Reports both kinds for an Ingress or Service. */
export function reportAnnotations(object: Manifest, building: Building): void {
  for (const one of annotationsOf(object).values()) {
    const type = typeOf(one.name);
    if (type === undefined) {
      building.remark('annotation-unknown', object, building.lineOf(one), {
        name: PREFIX + one.name,
        near: nearestTo(one.name),
      });
      continue;
    }
    const allowed = expected(one, type);
    if (allowed !== undefined)
      building.remark('annotation-value', object, building.lineOf(one), {
        name: PREFIX + one.name,
        value: one.value,
        allowed,
      });
  }
}

function nearestTo(name: string): string | undefined {
  const found = nearest(name, [...Object.keys(ANNOTATIONS), ...Object.keys(FAMILIES)]);
  return found === undefined ? undefined : PREFIX + found;
}

/** What the controller expects instead of the value; undefined if it can read the value. */
function expected({ value }: Annotation, type: NonNullable<ReturnType<typeof typeOf>>): string | undefined {
  if (Array.isArray(type)) return type.includes(value) ? undefined : `one of ${type.join(', ')}`;
  if (type === 'boolean') return boolean(value) === undefined ? 'true or false' : undefined;
  if (type === 'integer') return /^[+-]?\d+$/.test(value) ? undefined : 'a whole number';
  if (type === 'map') return stringMap(value) ? undefined : 'key=value, several of them separated by commas';
  if (type === 'json') return json(value) === undefined ? 'JSON' : undefined;
  return undefined;
}
