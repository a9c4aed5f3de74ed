import { MAX_SERVICE_SUBNETS } from '../../../alb/ecs-fargate.ts';
import { subnetLayout } from '../../../config/derived.ts';
import { shiftsTraffic } from '../../../config/deployment.ts';
import { forwardingListeners, socketsTakeTheRest } from '../../../config/routing.ts';
import type { Config, Service } from '../../../config/schema/index.ts';
import { batchSize, clusterName, scalingOf, taskBounds, taskSubnets } from '../../../config/service.ts';
import { getAtt, ref } from '../../intrinsics.ts';
import { ID, PARAMETER, ruleId } from '../../names.ts';
import { tags } from '../../tags.ts';
import type { Parameter, Ref, Resource, Section, Value } from '../../types.ts';
import { vpcRef } from '../network.ts';
import { subnetRefs, wayOut } from '../vpc.ts';
import { advancedConfiguration, deploymentConfiguration, shiftWhy } from './deployment.ts';
import { CONTAINER, containerPorts } from './tasks.ts';

export const TASK_GROUP_DESCRIPTION = 'Tasks of the WebSocket service';

/** The cluster unless one is given, the tasks' security group, and the service. */
export function serviceSection(service: Service, config: Config): Section {
  const parameters = subnetParameter(service, config);
  return {
    title: 'Service',
    why: [
      'ECS refuses a service whose target group no listener forwards to yet, so it is created after what does.',
      ...deploymentWhy(service, config),
      ...(scalingOf(service)
        ? ['No DesiredCount: it would reset the scaled number at each deployment.']
        : []),
    ],
    ...(parameters && { parameters }),
    resources: {
      ...(service.cluster === undefined && {
        [ID.cluster]: { Type: 'AWS::ECS::Cluster', Properties: { Tags: tags(config, 'cluster') } },
      }),
      [ID.taskSecurityGroup]: taskSecurityGroup(config),
      [ID.service]: resource(service, config),
    },
    outputs: {
      ClusterName: { Description: 'The ECS cluster', Value: clusterRef(service) },
      ServiceName: { Description: 'The ECS service', Value: getAtt(ID.service, 'Name') },
      TaskSecurityGroupId: {
        Description: 'Security group of the tasks; let it in where the servers connect to',
        Value: getAtt(ID.taskSecurityGroup, 'GroupId'),
      },
    },
  };
}

/** The cluster's name, which is enough for one in this account and Region. */
export const clusterRef = ({ cluster }: Service): string | Ref =>
  cluster === undefined ? ref(ID.cluster) : clusterName(cluster);

const ZONES = 'Zone rebalancing would stop healthy tasks, with their sockets.';

const deploymentWhy = (service: Service, config: Config): string[] =>
  shiftsTraffic(config)
    ? shiftWhy(service, config)
    : [batchWhy(service), `A deployment whose tasks fail is rolled back. ${ZONES}`];

function batchWhy(service: Service): string {
  const { max } = taskBounds(service);
  const batch = batchSize(service, Math.max(1, max));
  return batch >= max
    ? 'A deployment starts all new tasks first, then deregisters all old ones at once: clients should reconnect with a random delay.'
    : `A deployment replaces about ${batch} of ${max} tasks at a time, and waits for the sockets of each batch to go.`;
}

function subnetParameter(service: Service, config: Config): Record<string, Parameter> | undefined {
  if (taskSubnets(service, config).kind !== 'parameter') return undefined;
  return {
    [PARAMETER.serviceSubnets]: {
      Type: 'List<AWS::EC2::Subnet::Id>',
      Description: `Up to ${MAX_SERVICE_SUBNETS} ${
        service.assignPublicIp ? 'public subnets' : 'private subnets with a way to the internet'
      } for the tasks, in Availability Zones of the load balancer`,
    },
  };
}

function subnets(service: Service, config: Config): Value | readonly (string | Ref)[] {
  const where = taskSubnets(service, config);
  switch (where.kind) {
    case 'named':
      return where.ids;
    case 'load-balancer':
      return ref(PARAMETER.subnets);
    case 'parameter':
      return ref(PARAMETER.serviceSubnets);
    case 'public':
      return subnetRefs('Public', subnetLayout(config)?.publicSubnets.length ?? 0);
    case 'private':
      return subnetRefs('Private', subnetLayout(config)?.privateSubnets.length ?? 0);
  }
}

/** Allows the load balancer in on the server's ports. */
export const taskIngress = (config: Config) =>
  containerPorts(config).map((port) => ({
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    SourceSecurityGroupId: getAtt(ID.securityGroup, 'GroupId'),
    Description: `Load balancer to port ${port}`,
  }));

/**
 * For the registry, CloudWatch, and whatever the server calls. The description is CDK's, so that both outputs match.
 */
const EGRESS = {
  IpProtocol: '-1',
  CidrIp: '0.0.0.0/0',
  Description: 'Allow all outbound traffic by default',
};

const taskSecurityGroup = (config: Config): Resource => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: {
    GroupDescription: TASK_GROUP_DESCRIPTION,
    VpcId: vpcRef(config),
    SecurityGroupIngress: taskIngress(config),
    SecurityGroupEgress: [EGRESS],
    Tags: tags(config, 'tasks'),
  },
});

/**
 * What forwards to the sockets: rules if they have conditions, otherwise the listeners themselves. Empty if ECS shifts
 * traffic, because then the service refers to the rule.
 */
const forwardsToSockets = (config: Config): string[] =>
  shiftsTraffic(config)
    ? []
    : forwardingListeners(config).map(({ protocol }) => {
        if (!socketsTakeTheRest(config)) return ruleId(undefined, protocol);
        return protocol === 'HTTPS' ? ID.httpsListener : ID.httpListener;
      });

/** In a created VPC, tasks also need the route to their image's registry. */
function dependencies(service: Service, config: Config): string[] {
  const layout = subnetLayout(config);
  const { kind } = taskSubnets(service, config);
  return [
    ...forwardsToSockets(config),
    ...(kind === 'public' ? wayOut('Public', layout?.publicSubnets.length ?? 0) : []),
    ...(kind === 'private' ? wayOut('Private', layout?.privateSubnets.length ?? 0) : []),
  ];
}

function resource(service: Service, config: Config): Resource {
  const { tasks } = service;
  const after = dependencies(service, config);
  return {
    Type: 'AWS::ECS::Service',
    ...(after.length > 0 && { DependsOn: after }),
    Properties: {
      Cluster: clusterRef(service),
      TaskDefinition: ref(ID.taskDefinition),
      LaunchType: 'FARGATE',
      ...(typeof tasks === 'number' && { DesiredCount: tasks }),
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          Subnets: subnets(service, config),
          SecurityGroups: [getAtt(ID.taskSecurityGroup, 'GroupId')],
          AssignPublicIp: service.assignPublicIp ? 'ENABLED' : 'DISABLED',
        },
      },
      LoadBalancers: [
        {
          TargetGroupArn: ref(ID.targetGroup),
          ContainerName: CONTAINER,
          ContainerPort: config.target.port,
          ...advancedConfiguration(config),
        },
      ],
      HealthCheckGracePeriodSeconds: service.healthCheckGracePeriod,
      DeploymentConfiguration: deploymentConfiguration(service, config),
      AvailabilityZoneRebalancing: service.zoneRebalancing ? 'ENABLED' : 'DISABLED',
      EnableExecuteCommand: service.exec,
      EnableECSManagedTags: true,
      PropagateTags: 'SERVICE',
      Tags: tags(config, 'service'),
    },
  };
}
