import { METRIC_NAMESPACE } from '../../../alb/metrics.ts';
import { APPLICATION_DIMENSION } from '../../../config/application-metrics.ts';
import { applicationNamespace } from '../../../config/derived.ts';
import { shiftsTraffic } from '../../../config/deployment.ts';
import type { Config, Service } from '../../../config/schema/index.ts';
import { scalingOf, type Scaling } from '../../../config/service.ts';
import { getAtt, ref, sub } from '../../intrinsics.ts';
import { ID, LOAD_BALANCER_FULL_NAME, targetGroupFullName } from '../../names.ts';
import type { Resource, Section } from '../../types.ts';
import { clusterRef } from './service.ts';

/** In seconds. New tasks take new sockets at once; tasks that stop cut theirs. */
const SCALE_OUT_COOLDOWN = 60;
const SCALE_IN_COOLDOWN = 900;

/** Scaling by open sockets; none if the number of tasks is fixed. */
export function scaling(service: Service, config: Config): Section[] {
  const wanted = scalingOf(service);
  if (!wanted) return [];
  return [
    {
      title: 'Scaling',
      why: [
        'By open sockets: a socket is one request, so requests fall while thousands are open, and idle sockets take no CPU.',
        `Out within minutes; in at most once every ${SCALE_IN_COOLDOWN / 60} minutes, because each task that stops cuts its sockets.`,
        'Open sockets do not move to new tasks: the target is well below what a task can hold.',
        `At least ${wanted.min} ${wanted.min === 1 ? 'task' : 'tasks'}: when a zone is lost, its sockets reconnect to the tasks in the others.`,
        ...(config.metrics === false
          ? [
              'The load balancer counts both sides of a socket. Half of its connections by healthy targets: an estimate.',
            ]
          : ['Each server publishes its own number of sockets; scaling tracks their average.']),
      ],
      resources: {
        [ID.scalableTarget]: {
          Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
          Properties: {
            ServiceNamespace: 'ecs',
            ScalableDimension: 'ecs:service:DesiredCount',
            ResourceId: sub`service/${clusterRef(service)}/${getAtt(ID.service, 'Name')}`,
            MinCapacity: wanted.min,
            MaxCapacity: wanted.max,
          },
        },
        [ID.socketScaling]: policy('SocketsPerTask', {
          TargetValue: wanted.socketsPerTask,
          CustomizedMetricSpecification: socketsPerTask(config),
        }),
        ...cpuScaling(wanted),
      },
    },
  ];
}

const cpuScaling = ({ cpuPercent }: Scaling): Record<string, Resource> =>
  cpuPercent === undefined
    ? {}
    : {
        [ID.cpuScaling]: policy('Cpu', {
          TargetValue: cpuPercent,
          PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
        }),
      };

const policy = (PolicyName: string, tracking: Readonly<Record<string, unknown>>): Resource => ({
  Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
  Properties: {
    PolicyName,
    PolicyType: 'TargetTrackingScaling',
    ScalingTargetId: ref(ID.scalableTarget),
    TargetTrackingScalingPolicyConfiguration: {
      ...tracking,
      ScaleOutCooldown: SCALE_OUT_COOLDOWN,
      ScaleInCooldown: SCALE_IN_COOLDOWN,
    },
  },
});

/** The metric for Application Auto Scaling: by name, or as an expression over several. */
function socketsPerTask(config: Config): Record<string, unknown> {
  if (config.metrics !== false)
    return {
      Namespace: applicationNamespace(config),
      MetricName: 'ConnectedClients',
      Dimensions: [{ Name: APPLICATION_DIMENSION, Value: config.name }],
      // Each task publishes one value a minute, so the average is the number of sockets per task.
      Statistic: 'Average',
    };
  const loadBalancer = { Name: 'LoadBalancer', Value: LOAD_BALANCER_FULL_NAME };
  const metric = (Id: string, MetricName: string, Dimensions: readonly unknown[], Stat: string) => ({
    Id,
    MetricStat: { Metric: { Namespace: METRIC_NAMESPACE, MetricName, Dimensions }, Stat },
    ReturnData: false,
  });
  const tasks = (id: string, isAlternate: boolean) =>
    metric(
      id,
      'HealthyHostCount',
      [{ Name: 'TargetGroup', Value: targetGroupFullName(undefined, isAlternate) }, loadBalancer],
      'Average',
    );
  const isShifted = shiftsTraffic(config);
  return {
    Metrics: [
      metric('connections', 'ActiveConnectionCount', [loadBalancer], 'Sum'),
      tasks('tasks', false),
      ...(isShifted ? [tasks('alternate', true)] : []),
      {
        Id: 'sockets',
        Label: 'Sockets per task (estimate)',
        // ELB publishes connections only while there are some, and host counts only for groups with targets.
        Expression: isShifted
          ? 'FILL(connections, 0) / 2 / (FILL(tasks, 0) + FILL(alternate, 0))'
          : 'FILL(connections, 0) / 2 / tasks',
        ReturnData: true,
      },
    ],
  };
}
