import type { Model, Part } from '../model.ts';

/** Everything that has attributes and properties of ELB. */
export const allParts = (model: Model): Part[] => [
  ...model.loadBalancers,
  ...model.targetGroups,
  ...model.listeners,
];
