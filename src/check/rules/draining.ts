import { inferred } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import { FARGATE_MAX_STOP_TIMEOUT } from '../../alb/target-platforms.ts';
import { mentions } from '../mentions.ts';
import type { Model } from '../model.ts';
import { isScalar } from '../resolve.ts';
import { each, targetGroups, violation, type CheckRule } from '../rule.ts';

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

export const drainingOverPlatform: CheckRule = {
  code: 'draining-over-platform',
  severity: 'info',
  group: 'sockets',
  title: 'Draining for longer than Fargate waits for a container',
  why: `Fargate gives a container at most ${FARGATE_MAX_STOP_TIMEOUT} s between the signal to stop and the kill. A longer delay makes deployments wait for it, but a server that closes its sockets on the signal has no more time.`,
  source: page,
  basis: inferred('a service of Fargate on the group, and how ECS stops tasks'),
  judge: each(targetGroups, ({ resource, settings, lineOf }, model) => {
    if (!onFargate(resource.id, model)) return 'not-applicable';
    const value = settings.get(KEY);
    // The default is for whoever has not thought about it: practice, not a mistake.
    if (value === undefined || value === UNKNOWN) return 'not-applicable';
    return Number(value) > FARGATE_MAX_STOP_TIMEOUT ? violation(lineOf(KEY), { value }) : 'met';
  }),
  words: ({ value }) => ({
    what: `${KEY} is ${String(value)} for a service on Fargate.`,
    allowed: `up to ${FARGATE_MAX_STOP_TIMEOUT} seconds`,
    remedy:
      'Set it to the time that the server needs to let go of its sockets, and stopTimeout of the container to the same.',
  }),
};

const onFargate = (targetGroup: string, { ofType, property }: Model): boolean =>
  ofType('AWS::ECS::Service').some((service) => {
    const launch = property(service, 'LaunchType');
    return isScalar(launch) && launch.value === 'FARGATE' && mentions(service.properties).has(targetGroup);
  });
