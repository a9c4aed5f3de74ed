// The servers themselves. What ECS and Application Auto Scaling take is what the template says, as constructs of level 1: those
// of level 2 take no metric math, and change the groups of the load balancer by themselves.
import type { Config } from '../../../config/schema/index.ts';
import type { Part, Sections } from '../../part.ts';
import { infrastructureRole, roles } from './roles.ts';
import { scaling } from './scaling.ts';
import { servicePart } from './service.ts';
import { tasks } from './tasks.ts';

/** The parts of the service, by the titles of their sections; none without one. */
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
