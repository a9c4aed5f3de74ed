import { inferred } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
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
