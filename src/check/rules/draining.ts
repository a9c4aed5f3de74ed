import { inferred } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { ecsApi, userGuide } from '../../alb/sources.ts';
import { settingValue } from '../../alb/rule.ts';
import { each, targetGroups, violation, type CheckRule } from '../rule.ts';
import { numeric, services } from '../services.ts';

const KEY = 'deregistration_delay.timeout_seconds';
const page = userGuide('edit-target-group-attributes');

export const drainingZero: CheckRule = {
  code: 'draining-zero',
  severity: 'warning',
  group: 'sockets',
  title: 'No draining',
  why: 'With a delay of 0 the sockets of a target are cut the moment it is taken out, at every deployment.',
  source: page,
  basis: inferred('the delay alone; the server may close its sockets before'),
  judge: each(targetGroups, ({ settings, lineOf }) => {
    const value = settings.get(KEY);
    if (value === UNKNOWN || settings.get('TargetType') === 'lambda') return 'not-applicable';
    return value !== undefined && Number(value) === 0 ? violation(lineOf(KEY)) : 'met';
  }),
  words: () => ({
    what: `${KEY} is 0.`,
    allowed: '1–3600 seconds',
    remedy:
      'Give clients time to reconnect, such as 30 s, and let the server close its sockets with 1001 when it is told to stop.',
  }),
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
