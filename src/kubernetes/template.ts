// Turns the manifests of a run into what the rules judge: all files form one model, because groups, classes and
// services span them.
import { plainTemplate, type Template } from '../check/template.ts';
import { Building } from './building.ts';
import { addGateways } from './gateway.ts';
import { groupsOf } from './ingresses.ts';
import { addGroup } from './load-balancer.ts';
import type { Manifest } from './manifests.ts';
import { KUBERNETES } from './terms.ts';
import { reportAnnotations } from './values.ts';

/** @param objects - from all files that are checked together. */
export function templateOfManifests(objects: readonly Manifest[]): Template {
  const building = new Building(objects);
  const groups = groupsOf(objects);
  for (const { members } of groups) for (const { object } of members) reportAnnotations(object, building);
  for (const one of objects) if (one.kind === 'Service') reportAnnotations(one, building);
  for (const group of groups) addGroup(group, building);
  addGateways(objects, building);
  return plainTemplate({
    notation: KUBERNETES,
    resources: building.resources,
    remarks: building.remarks,
    spotOf: building.spots.spotOf,
  });
}
