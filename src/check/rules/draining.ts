import { inferred } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { ecsApi } from '../../alb/sources.ts';
import { judge, settingValue } from '../../alb/rule.ts';
import { drainingZero as rule } from '../../alb/rules/draining-zero.ts';
import { each, targetGroups, violation, type CheckRule } from '../rule.ts';
import { numeric, services } from '../services.ts';

const KEY = 'deregistration_delay.timeout_seconds';

export const drainingZero: CheckRule = {
  ...rule,
  group: 'sockets',
  judge: each(targetGroups, ({ settings, lineOf }) => {
    if (settings.get('TargetType') === 'lambda') return 'not-applicable';
    const verdict = judge(rule, settings);
    return verdict === 'violated' ? violation(lineOf(KEY)) : verdict;
  }),
  words: () => rule.words({}, (key) => key),
};

/** Tasks stop in batches, one after the other, each taking as long as it drains. */
const LONG_DEPLOYMENT_SECONDS = 3600;

export const ecsDrainingSum: CheckRule = {
  code: 'ecs-draining-sum',
  severity: 'info',
  group: 'sockets',
  title: 'Rolling deployment that drains for more than an hour',
  why: 'Each batch of tasks drains before the next one leaves, and CloudFormation waits three hours at most.',
  source: ecsApi('DeploymentConfiguration'),
  basis: inferred('the number of tasks, the percentages and the deregistration delay'),
  judge: each(services, (service) => {
    const desired = numeric(service.at('DesiredCount').value);
    const [min, max] = ['MinimumHealthyPercent', 'MaximumPercent'].map(
      (key) => service.at('DeploymentConfiguration', key).value,
    );
    const delays = service.targetGroups.map((group) => settingValue('target-group', group.settings, KEY));
    if (
      service.strategy !== 'ROLLING' ||
      min === UNKNOWN ||
      max === UNKNOWN ||
      !desired ||
      delays.includes(UNKNOWN)
    )
      return 'not-applicable';
    const most = Math.floor((desired * (numeric(max) ?? 200)) / 100);
    const least = Math.ceil((desired * (numeric(min) ?? 100)) / 100);
    const delay = Math.max(0, ...delays.map(Number));
    if (most <= least || delay === 0) return 'not-applicable';
    const batches = Math.ceil(desired / (most - least));
    const { line } = service.at('DeploymentConfiguration', 'MaximumPercent');
    return batches * delay > LONG_DEPLOYMENT_SECONDS ? violation(line, { batches, delay }) : 'met';
  }),
  words: ({ batches, delay }) => ({
    what: `A deployment takes ${String(batches)} batches, and each drains for ${String(delay)} seconds.`,
    allowed: 'an hour altogether, to be far from the three that CloudFormation waits',
    remedy: 'Raise MaximumPercent, or shorten the deregistration delay.',
  }),
};
