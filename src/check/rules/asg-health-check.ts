import { inferred } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { child, entry } from '../node.ts';
import { each, violation, type CheckRule } from '../rule.ts';

export const asgHealthCheck: CheckRule = {
  code: 'asg-health-check',
  severity: 'info',
  group: 'practice',
  title: 'Auto Scaling group that ignores the load balancer’s health checks',
  why: 'With HealthCheckType EC2, the default, an instance whose server hangs is never replaced: the load balancer sends it nothing, while the group considers it healthy.',
  source: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html',
  basis: inferred('the target groups that it registers with; to keep instances may be wanted'),
  judge: each(
    ({ topology, ofType }) => {
      const ours = new Set(topology.targetGroups.map(({ key }) => key));
      const keys = new Set(
        topology.registrants
          .filter(
            ({ kind, groups }) =>
              kind === 'auto-scaling-group' &&
              groups.some(({ group }) => group !== UNKNOWN && ours.has(group)),
          )
          .map(({ key }) => key),
      );
      return ofType('AWS::AutoScaling::AutoScalingGroup')
        .filter(({ id }) => keys.has(id))
        .map((resource) => ({ resource }));
    },
    ({ resource }, { resolver }) => {
      const type = resolver.string(child(resource.properties, 'HealthCheckType'));
      if (type === UNKNOWN) return 'not-applicable';
      const line = entry(resource.properties, 'HealthCheckType')?.line ?? resource.line;
      return /ELB/.test(type ?? '') ? 'met' : violation(line, { type: type ?? 'not set' });
    },
  ),
  words: ({ type }) => ({
    what: `HealthCheckType is ${String(type)}, and the group registers with a target group.`,
    allowed: 'ELB, with a HealthCheckGracePeriod for the start',
    remedy: 'Set HealthCheckType to ELB.',
  }),
};
