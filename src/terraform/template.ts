// Converts a plan or state to a template that the rules can check.
import { plainTemplate, type Resource, type Template } from '../check/template.ts';
import { buckets } from './buckets.ts';
import { listenerRules, listeners } from './listeners.ts';
import { loadBalancers, targetGroups } from './load-balancer.ts';
import { securityGroups, subnets, webAclAssociations, webAcls } from './network.ts';
import { readPlan } from './plan.ts';
import { autoScalingGroups, ecsServices, scaling, taskDefinitions } from './services.ts';
import { TERRAFORM } from './terms.ts';
import { Translation } from './translation.ts';
import { alarms, dashboards, deliverySources } from './watching.ts';

const READERS: readonly ((translation: Translation) => readonly Resource[])[] = [
  loadBalancers,
  targetGroups,
  listeners,
  listenerRules,
  securityGroups,
  subnets,
  buckets,
  alarms,
  dashboards,
  deliverySources,
  ecsServices,
  taskDefinitions,
  scaling,
  autoScalingGroups,
  webAcls,
  webAclAssociations,
];

/**
 * Reads the output of `terraform show -json` for a plan or state, a state file of version 4, or OpenTofu's equivalents.
 *
 * @throws {BrokenTemplate} (from `check/read.ts`) for anything else.
 */
export function readTerraform(source: string): Template {
  const translation = new Translation(readPlan(source));
  const resources = READERS.flatMap((read) => read(translation));
  return plainTemplate({
    notation: TERRAFORM,
    resources: new Map(resources.map((one) => [one.id, one])),
    spotOf: translation.spots.spotOf,
  });
}
