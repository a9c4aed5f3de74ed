// Attributes that exist, but not for this kind of listener or target group.
import { certain } from '../../alb/finding.ts';
import { HTTPS_LISTENER_ATTRIBUTES } from '../../alb/listener-settings.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { elbApi, userGuide } from '../../alb/sources.ts';
import { REMOVE_ATTRIBUTE } from '../fix/attributes.ts';
import { each, listeners, targetGroups, violation, type CheckRule } from '../rule.ts';

export const httpsListenerAttribute: CheckRule = {
  code: 'https-listener-attribute',
  severity: 'error',
  group: 'refused',
  title: 'Attribute of HTTPS listeners on an HTTP listener',
  why: 'The headers that carry facts about TLS and client certificates exist on HTTPS listeners only.',
  source: userGuide('enable-header-modification'),
  judge: each(listeners, ({ attributes, settings }) => {
    const protocol = settings.get('Protocol');
    const own = attributes.filter(({ key }) => Object.hasOwn(HTTPS_LISTENER_ATTRIBUTES, key));
    if (own.length === 0 || protocol === undefined || protocol === UNKNOWN) return 'not-applicable';
    return protocol === 'HTTP' ? own.map(({ key, line }) => violation(line, { key })) : 'met';
  }),
  fix: { mode: 'safe', what: 'Removes it.', ...REMOVE_ATTRIBUTE },
  words: ({ key }) => ({
    what: `${String(key)} is set on an HTTP listener.`,
    allowed: 'HTTPS listeners',
    remedy: 'Remove it, or move it to the HTTPS listener.',
  }),
};

/**
 * The API reference says "If the target is a Lambda function, this attribute is not supported", or limits them to
 * instances and addresses.
 */
const NOT_FOR_LAMBDA =
  /^(deregistration_delay\.timeout_seconds|load_balancing\.algorithm\..*|slow_start\..*|target_group_health\..*)$/;

export const lambdaAttribute: CheckRule = {
  code: 'lambda-attribute',
  severity: 'error',
  group: 'refused',
  title: 'Attribute that a Lambda target group does not have',
  why: 'Draining, routing algorithms, slow start and health thresholds are for instances and addresses.',
  source: elbApi('TargetGroupAttribute'),
  basis: certain('the API reference'),
  judge: each(targetGroups, ({ attributes, settings }) => {
    const type = settings.get('TargetType');
    const own = attributes.filter(({ key }) => NOT_FOR_LAMBDA.test(key));
    if (type === UNKNOWN || own.length === 0) return 'not-applicable';
    return type === 'lambda' ? own.map(({ key, line }) => violation(line, { key })) : 'met';
  }),
  fix: { mode: 'safe', what: 'Removes it.', ...REMOVE_ATTRIBUTE },
  words: ({ key }) => ({
    what: `${String(key)} is set on a Lambda target group.`,
    allowed: 'instance and ip target groups',
    remedy: 'Remove it.',
  }),
};
