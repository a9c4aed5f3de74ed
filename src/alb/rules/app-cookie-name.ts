import type { Rule } from '../rule.ts';
import { userGuide } from '../sources.ts';

const NAME = 'stickiness.app_cookie.cookie_name';
const TYPE = 'stickiness.type';
const ENABLED = 'stickiness.enabled';

export const appCookieName: Rule = {
  code: 'app-cookie-name',
  title: 'Stickiness by an application cookie without its name',
  severity: 'error',
  subject: 'target-group',
  reads: [NAME, TYPE, ENABLED],
  why: 'Stickiness by the application’s cookie needs that cookie’s name.',
  source: userGuide('edit-target-group-attributes'),
  judge: (values) => {
    if (values[ENABLED] !== 'true' || values[TYPE] !== 'app_cookie') return 'not-applicable';
    return values[NAME] ? 'met' : 'violated';
  },
  words: (_values, name) => ({
    what: `${name(TYPE)} is app_cookie, but ${name(NAME)} is not set: ELB refuses it ("You must set an application cookie name").`,
    allowed: 'the name of a cookie that your application sets',
    remedy: `Set ${name(NAME)}, or use lb_cookie.`,
  }),
};
