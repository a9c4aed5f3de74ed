import { VERSION } from '../common/version.ts';
import type { Config } from '../config/schema/index.ts';
import { alarms } from './sections/alarms.ts';
import { athena } from './sections/athena.ts';
import { certificate } from './sections/certificate.ts';
import { dns } from './sections/dns.ts';
import { notifications } from './sections/notifications.ts';
import { waf } from './sections/waf.ts';
import { dashboard } from './sections/dashboard.ts';
import { listeners } from './sections/listeners.ts';
import { loadBalancer } from './sections/load-balancer.ts';
import { service } from './sections/service/index.ts';
import { flowLogs } from './sections/flow-logs.ts';
import { logBucket } from './sections/log-bucket.ts';
import { network } from './sections/network.ts';
import { routes } from './sections/routes.ts';
import { securityGroup } from './sections/security-group.ts';
import { alternateTargetGroup, routeTargetGroups, targetGroup } from './sections/target-group.ts';
import { testListener } from './sections/test-listener.ts';
import { DESCRIPTION, METADATA_KEY } from './names.ts';
import type { BuiltTemplate, Section, TemplateObject } from './types.ts';

/**
 * Builds the template of a config: its sections in reading order.
 *
 * @throws {Error} when two sections define the same name, which is a bug in a builder.
 */
export function buildTemplate(config: Config): BuiltTemplate {
  const sections: Section[] = [
    ...network(config),
    securityGroup(config),
    ...logBucket(config),
    ...flowLogs(config),
    loadBalancer(config),
    targetGroup(config),
    ...alternateTargetGroup(config),
    ...routeTargetGroups(config),
    ...certificate(config),
    listeners(config),
    ...routes(config),
    ...testListener(config),
    ...waf(config),
    ...dns(config),
    ...notifications(config),
    ...alarms(config),
    ...service(config),
    ...dashboard(config),
    ...athena(config),
  ];
  return { description: `${DESCRIPTION} (${config.name})`, sections };
}

/** The template as one object, as CloudFormation sees it. */
export function templateObject({ description, sections }: BuiltTemplate): TemplateObject {
  const seen = new Set<string>();
  const merge = <T>(part: (section: Section) => Readonly<Record<string, T>> | undefined, global: boolean) => {
    const merged: Record<string, T> = {};
    for (const section of sections) {
      for (const [name, item] of Object.entries(part(section) ?? {})) {
        // Parameters, mappings, conditions and resources share one namespace; outputs have their own.
        if (global ? seen.has(name) : name in merged) throw new Error(`${name} is defined twice`);
        if (global) seen.add(name);
        merged[name] = item;
      }
    }
    return merged;
  };
  const Parameters = merge((section) => section.parameters, true);
  const Mappings = merge((section) => section.mappings, true);
  const Conditions = merge((section) => section.conditions, true);
  const Resources = merge((section) => section.resources, true);
  const Outputs = merge((section) => section.outputs, false);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: description,
    Metadata: {
      [METADATA_KEY]: { Version: VERSION },
      ...(Object.keys(Parameters).length > 0 && parameterGroups(sections)),
    },
    ...(Object.keys(Parameters).length > 0 && { Parameters }),
    ...(Object.keys(Mappings).length > 0 && { Mappings }),
    ...(Object.keys(Conditions).length > 0 && { Conditions }),
    Resources,
    ...(Object.keys(Outputs).length > 0 && { Outputs }),
  };
}

/** Parameters without a default: a first deployment must give them values. */
export const openParameters = ({ sections }: BuiltTemplate): string[] =>
  sections.flatMap(({ parameters }) =>
    Object.entries(parameters ?? {})
      .filter(([, { Default }]) => Default === undefined)
      .map(([name]) => name),
  );

/** Groups parameters by section in the CloudFormation console. */
const parameterGroups = (sections: readonly Section[]) => ({
  'AWS::CloudFormation::Interface': {
    ParameterGroups: sections
      .filter(({ parameters }) => parameters)
      .map(({ title, parameters }) => ({
        Label: { default: title },
        Parameters: Object.keys(parameters ?? {}),
      })),
  },
});
