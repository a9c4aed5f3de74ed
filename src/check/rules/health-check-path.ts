import { elbApi } from '../../alb/sources.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { each, targetGroups, violation, type CheckRule } from '../rule.ts';

const PATH = 'HealthCheckPath';

export const healthCheckPath: CheckRule = {
  code: 'health-check-path',
  severity: 'error',
  group: 'refused',
  title: 'Health check path that is not a path',
  why: 'A health check path begins with "/" and has at most 1024 characters.',
  source: elbApi('CreateTargetGroup'),
  judge: each(targetGroups, ({ settings, lineOf }) => {
    const value = settings.get(PATH);
    if (value === undefined || value === UNKNOWN) return 'not-applicable';
    return value.startsWith('/') && value.length <= 1024 ? 'met' : violation(lineOf(PATH), { value });
  }),
  words: ({ value }) => ({
    what: `${PATH} is ${JSON.stringify(value)}.`,
    allowed: 'a path that begins with "/", at most 1024 characters',
    remedy: 'Begin it with "/"; the scheme, host and port are settings of their own.',
  }),
};
