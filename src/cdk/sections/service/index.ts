// The servers themselves, as L1 constructs with the template's properties for ECS and Application Auto Scaling: L2
// constructs do not support metric math, and change the load balancer's target groups by themselves.
import type { Config } from '../../../config/schema/index.ts';
import type { Part, Sections } from '../../part.ts';
import { infrastructureRole, roles } from './roles.ts';
import { scaling } from './scaling.ts';
import { servicePart } from './service.ts';
import { tasks } from './tasks.ts';

/** The parts of the service, by section title; empty if there is no service. */
export const service = (config: Config, sections: Sections): [title: string, Part][] =>
  config.service === false
    ? []
    : [
        ['Roles of the tasks', roles(config.service, config)],
        ['Tasks', tasks(config.service, config, sections)],
        ...infrastructureRole(config),
        ['Service', servicePart(config.service, config, sections)],
        ...scaling(sections),
      ];
