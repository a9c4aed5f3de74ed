// The servers themselves: roles, task definition, service and scaling.
import type { Config } from '../../../config/schema/index.ts';
import type { Section } from '../../types.ts';
import { infrastructureRole } from './deployment.ts';
import { roles } from './roles.ts';
import { scaling } from './scaling.ts';
import { serviceSection } from './service.ts';
import { tasks } from './tasks.ts';

/** The sections of the service; none if the config has no service. */
export const service = (config: Config): Section[] =>
  config.service === false
    ? []
    : [
        roles(config.service, config),
        tasks(config.service, config),
        ...infrastructureRole(config),
        serviceSection(config.service, config),
        ...scaling(config.service, config),
      ];
