import { shiftsTraffic } from '../../../config/deployment.ts';
import { forwardingListeners, socketsTakeTheRest } from '../../../config/routing.ts';
import type { Config, Service } from '../../../config/schema/index.ts';
import { taskSubnets } from '../../../config/service.ts';
import { rollbackAlarms } from '../../../monitoring/rollback-alarms.ts';
import { ID, PARAMETER } from '../../../template/names.ts';
import { TASK_GROUP_DESCRIPTION, taskIngress } from '../../../template/sections/service/service.ts';
import { propertiesOf } from '../../from-template.ts';
import { cloudwatch, ec2, ecs } from '../../library.ts';
import { describedAs, sectionOf, tagName, type Part, type Sections } from '../../part.ts';
import {
  arrow,
  call,
  cast,
  create,
  listOf,
  member,
  name,
  THIS,
  type Entries,
  type Expression,
  type Value,
} from '../../source/nodes.ts';
import { assign, declare, run, type Statement } from '../../source/statements.ts';
import { socketsRule } from '../routes.ts';
import { subnetGroups } from '../vpc.ts';
import { cluster } from './cluster.ts';
import { CLUSTER, PROPS, REFERENCES, SERVICE, TASK_GROUP } from './references.ts';

/** The service, the security group of its tasks, and the cluster unless one exists. */
export function servicePart(wanted: Service, config: Config, sections: Sections): Part {
  const alarms = rollbackAlarms(config).map(({ logicalId }) => logicalId);
  const after = dependencies(wanted, config);
  const isParameter = taskSubnets(wanted, config).kind === 'parameter';
  return {
    fields: [
      {
        name: 'taskSecurityGroup',
        type: member(ec2, 'SecurityGroup'),
        doc: ['Allow it wherever the servers connect to.'],
      },
      { name: 'service', type: member(ecs, 'CfnService'), doc: ['The ECS service.'] },
    ],
    props: isParameter
      ? [
          {
            name: 'serviceSubnetIds',
            type: listOf(name('string')),
            doc: [describedAs(sections, PARAMETER.serviceSubnets)],
            placeholder: ['subnet-00000000000000002', 'subnet-00000000000000003'],
          },
        ]
      : [],
    statements: [
      // The task role of protected tasks refers to the cluster, so there it is already declared.
      ...(wanted.taskProtection === false ? cluster(wanted, config) : []),
      ...securityGroup(config),
      ...(alarms.length > 0 ? [rollback(alarms)] : []),
      assign(
        SERVICE,
        create(member(ecs, 'CfnService'), THIS, ID.service, serviceProperties(wanted, config, sections)),
      ),
      ...tagName(SERVICE, config, 'service'),
      ...(after.length > 0 ? [run(call(SERVICE, 'node.addDependency', ...after))] : []),
    ],
    references: {
      ...(wanted.cluster === undefined && { [ID.cluster]: member(CLUSTER, 'ref') }),
      [ID.service + '.Name']: member(SERVICE, 'attrName'),
      [ID.taskSecurityGroup + '.GroupId']: member(TASK_GROUP, 'securityGroupId'),
    },
  };
}

/** The alarms, looked up as already created. */
const rollback = (ids: readonly string[]): Statement =>
  declare(
    'rollbackAlarms',
    ids.map((id) => cast(call(member(THIS, 'node'), 'findChild', id), member(cloudwatch, 'Alarm'))),
  );

const securityGroup = (config: Config): Statement[] => [
  assign(
    TASK_GROUP,
    create(member(ec2, 'SecurityGroup'), THIS, ID.taskSecurityGroup, {
      vpc: name('vpc'),
      description: TASK_GROUP_DESCRIPTION,
      allowAllOutbound: true,
    }),
  ),
  ...taskIngress(config).map(({ FromPort, Description }) =>
    run(
      call(
        TASK_GROUP,
        'addIngressRule',
        member(THIS, 'securityGroup'),
        call(member(ec2, 'Port'), 'tcp', FromPort),
        Description,
      ),
    ),
  ),
  ...tagName(TASK_GROUP, config, 'tasks'),
];

/** The template's properties, with subnets and alarms replaced by their names in the code. */
function serviceProperties(wanted: Service, config: Config, sections: Sections): Entries {
  const template = sectionOf(sections, 'Service').resources?.[ID.service]?.Properties ?? {};
  const { Tags: _, NetworkConfiguration: __, DeploymentConfiguration, ...rest } = template;
  const { Alarms, ...deployment } = DeploymentConfiguration as Record<string, object | undefined>;
  const entries = (value: unknown) => propertiesOf(value, REFERENCES) as Entries;
  return {
    ...entries(rest),
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: subnetIds(wanted, config),
        securityGroups: [member(TASK_GROUP, 'securityGroupId')],
        assignPublicIp: wanted.assignPublicIp ? 'ENABLED' : 'DISABLED',
      },
    },
    deploymentConfiguration: {
      ...entries(deployment),
      alarms: Alarms && {
        alarmNames: call(name('rollbackAlarms'), 'map', arrow(['alarm'], member(name('alarm'), 'alarmName'))),
        enable: true,
        rollback: true,
      },
    },
  };
}

function subnetIds(wanted: Service, config: Config): Value {
  const where = taskSubnets(wanted, config);
  switch (where.kind) {
    case 'named':
      return where.ids;
    case 'parameter':
      return member(PROPS, 'serviceSubnetIds');
    case 'load-balancer':
      return call(name('subnets'), 'map', arrow(['subnet'], member(name('subnet'), 'subnetId')));
    default:
      return member(createdSubnets(wanted, config), 'subnetIds');
  }
}

function createdSubnets(wanted: Service, config: Config): Expression {
  const title = wanted.assignPublicIp ? 'Public' : 'Private';
  const group = subnetGroups(config).find((each) => each.title === title);
  if (!group) throw new Error(`the VPC has no subnets for the tasks: ${title}`);
  return call(name('vpc'), 'selectSubnets', { subnetType: member(ec2, `SubnetType.${group.type}`) });
}

/**
 * What the service depends on: whatever forwards to the sockets and, in a created VPC, the route to the image's
 * registry.
 */
function dependencies(wanted: Service, config: Config): Expression[] {
  // If ECS shifts traffic, the service itself refers to the rule.
  const listeners = shiftsTraffic(config) ? [] : forwardingListeners(config);
  const forwarding = listeners.map(({ protocol }) => {
    if (!socketsTakeTheRest(config)) return name(socketsRule(protocol));
    return name(protocol === 'HTTPS' ? 'httpsListener' : 'httpListener');
  });
  const { kind } = taskSubnets(wanted, config);
  return kind === 'public' || kind === 'private'
    ? [...forwarding, member(createdSubnets(wanted, config), 'internetConnectivityEstablished')]
    : forwarding;
}
