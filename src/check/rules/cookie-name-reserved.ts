import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import { each, targetGroups, violation, type CheckRule } from '../rule.ts';

const KEY = 'stickiness.app_cookie.cookie_name';

export const cookieNameReserved: CheckRule = {
  code: 'cookie-name-reserved',
  severity: 'error',
  group: 'refused',
  title: 'Cookie name reserved by ELB',
  why: 'Names that begin with AWSALB, AWSALBAPP and AWSALBTG are the load balancer’s own cookies.',
  source: userGuide('edit-target-group-attributes'),
  judge: each(targetGroups, ({ settings, lineOf }) => {
    const value = settings.get(KEY);
    if (value === undefined || value === UNKNOWN) return 'not-applicable';
    return value.startsWith('AWSALB') ? violation(lineOf(KEY), { value }) : 'met';
  }),
  words: ({ value }) => ({
    what: `${KEY} is ${String(value)}.`,
    allowed: 'a name that does not begin with AWSALB',
    remedy: 'Name a cookie that your application sets.',
  }),
};
