import { UNKNOWN } from '../../alb/setting.ts';
import { elbApi } from '../../alb/sources.ts';
import { child, entry } from '../node.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { actionsOfType, protocolOf } from './actions.ts';

export const redirectProtocol: CheckRule = {
  code: 'redirect-protocol',
  severity: 'error',
  group: 'refused',
  title: 'Redirect to an unsupported protocol',
  why: 'Redirects go to HTTP or HTTPS, and never from HTTPS to HTTP. There are no redirects to ws or wss: clients connect to wss:// directly, and do not follow redirects of a handshake.',
  source: elbApi('RedirectActionConfig'),
  judge: each(actionsOfType(/^redirect$/), ({ node, line, route }, { resolver }) => {
    const config = resolver.at(node, 'RedirectConfig');
    if (config === UNKNOWN || config === undefined) return 'not-applicable';
    const protocol = resolver.string(child(config, 'Protocol')) ?? '#{protocol}';
    if (protocol === UNKNOWN) return 'not-applicable';
    const from = protocolOf(route);
    const isAllowed = ['HTTP', 'HTTPS', '#{protocol}'].includes(protocol);
    if (isAllowed && !(from === 'HTTPS' && protocol === 'HTTP')) return 'met';
    return violation(entry(config, 'Protocol')?.line ?? line, { protocol, from });
  }),
  words: ({ protocol, from }) => ({
    what:
      protocol === 'HTTP'
        ? 'A listener of HTTPS redirects to HTTP.'
        : `The redirect goes to the protocol ${JSON.stringify(protocol)}${typeof from === 'string' ? ` from ${from}` : ''}.`,
    allowed: 'HTTP to HTTP, HTTP to HTTPS, HTTPS to HTTPS',
    remedy: 'Redirect to HTTPS; ELB upgrades wss:// on the HTTPS listener by itself.',
  }),
};
