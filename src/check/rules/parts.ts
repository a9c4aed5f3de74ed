import type { Model, Part } from '../model.ts';

/** Everything that has ELB attributes and properties. */
export const allParts = (model: Model): Part[] => [
  ...model.loadBalancers,
  ...model.targetGroups,
  ...model.listeners,
];
