import { UNKNOWN } from '../../alb/setting.ts';
import { elbApi, userGuide } from '../../alb/sources.ts';
import { child, entry } from '../node.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { actionsOfType, targetsOf } from './actions.ts';

const page = userGuide('edit-target-group-attributes');
const forwards = actionsOfType(/^forward$/);
const CONFIG = ['ForwardConfig', 'TargetGroupStickinessConfig'] as const;

export const forwardStickiness: CheckRule = {
  code: 'forward-stickiness',
  severity: 'error',
  group: 'refused',
  title: 'Weighted target groups of which only some are sticky',
  why: 'An action that forwards to several target groups, one of them sticky, must have stickiness of its own.',
  source: page,
  judge: each(forwards, (action, model) => {
    const targets = targetsOf(action, model);
    const groups = model.resolver.items(child(child(action.node, 'ForwardConfig'), 'TargetGroups'));
    if (groups === UNKNOWN || groups.length < 2) return 'not-applicable';
    const sticky = new Set(targets.map(({ settings }) => settings.get('stickiness.enabled')));
    if (!sticky.has('true'))
      return targets.length < groups.length || sticky.has(UNKNOWN) ? 'not-applicable' : 'met';
    const enabled = model.resolver.at(action.node, ...CONFIG, 'Enabled');
    if (enabled === UNKNOWN) return 'not-applicable';
    return enabled?.kind === 'scalar' && enabled.value === 'true' ? 'met' : violation(action.line);
  }),
  words: () => ({
    what: 'The action forwards to several target groups, of which one is sticky, without TargetGroupStickinessConfig.',
    remedy: 'Set TargetGroupStickinessConfig with Enabled true and DurationSeconds, or turn stickiness off.',
  }),
};

export const forwardStickinessDuration: CheckRule = {
  code: 'forward-stickiness-duration',
  severity: 'error',
  group: 'refused',
  title: 'Stickiness between target groups without a duration',
  why: 'TargetGroupStickinessConfig that is enabled needs DurationSeconds.',
  source: elbApi('TargetGroupStickinessConfig'),
  judge: each(forwards, ({ node, line }, { resolver }) => {
    const config = resolver.at(node, ...CONFIG);
    if (config === UNKNOWN || config === undefined) return 'not-applicable';
    if (resolver.string(child(config, 'Enabled')) !== 'true') return 'not-applicable';
    const duration = resolver.string(child(config, 'DurationSeconds'));
    if (duration === UNKNOWN) return 'not-applicable';
    const at = entry(config, 'DurationSeconds') ?? entry(config, 'Enabled');
    const isAllowed =
      duration !== undefined && /^\d+$/.test(duration) && +duration >= 1 && +duration <= 604_800;
    return isAllowed ? 'met' : violation(at?.line ?? line, { duration });
  }),
  words: ({ duration }) => ({
    what: `TargetGroupStickinessConfig is enabled ${duration === undefined ? 'without DurationSeconds' : `with DurationSeconds ${String(duration)}`}.`,
    allowed: '1–604800 seconds',
    remedy: 'Set DurationSeconds.',
  }),
};

export const appCookieWeighted: CheckRule = {
  code: 'app-cookie-weighted',
  severity: 'warning',
  group: 'sockets',
  title: 'Application cookie with weighted target groups',
  why: 'Stickiness by the application’s cookie does not work when an action forwards to several target groups.',
  source: page,
  judge: each(forwards, (action, model) => {
    const targets = targetsOf(action, model);
    if (targets.length < 2) return 'not-applicable';
    const both = targets.map(({ resource, settings }) => ({
      id: resource.id,
      values: [settings.get('stickiness.enabled'), settings.get('stickiness.type')],
    }));
    const found = both.find(({ values }) => values[0] === 'true' && values[1] === 'app_cookie');
    if (!found && both.some(({ values }) => values.includes(UNKNOWN))) return 'not-applicable';
    return found ? violation(action.line, { targetGroup: found.id }) : 'met';
  }),
  words: ({ targetGroup }) => ({
    what: `${String(targetGroup)} is sticky by app_cookie, and is one of several target groups of this action.`,
    allowed: 'lb_cookie',
    remedy: 'Use lb_cookie, or forward to one target group.',
  }),
};
