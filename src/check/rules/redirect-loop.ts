import { UNKNOWN } from '../../alb/setting.ts';
import { elbApi } from '../../alb/sources.ts';
import { child } from '../node.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { actionsOfType } from './actions.ts';

/** The defaults of a redirect, which keep the request's own values. */
const KEPT = { Protocol: '#{protocol}', Host: '#{host}', Port: '#{port}', Path: '/#{path}' } as const;

export const redirectLoop: CheckRule = {
  code: 'redirect-loop',
  severity: 'error',
  group: 'refused',
  title: 'Redirect to itself',
  why: 'A redirect must change the protocol, host, port or path, or it leads back to where it started.',
  source: elbApi('RedirectActionConfig'),
  judge: each(actionsOfType(/^redirect$/), ({ node, line, route }, { resolver }) => {
    const config = resolver.at(node, 'RedirectConfig');
    if (config === UNKNOWN || config === undefined) return 'not-applicable';
    const settings = route.listener?.settings;
    // The listener's own protocol and port, if known: from HTTPS on 443 to HTTPS on 443 is a loop too.
    const own: Record<string, unknown> = { Protocol: settings?.get('Protocol'), Port: settings?.get('Port') };
    let unknown = false;
    for (const [part, kept] of Object.entries(KEPT)) {
      const value = resolver.string(child(config, part)) ?? kept;
      if (value === UNKNOWN) unknown = true;
      else if (value === own[part]) continue;
      else if (value !== kept) {
        if (own[part] === UNKNOWN) unknown = true;
        else return 'met';
      }
    }
    return unknown ? 'not-applicable' : violation(line);
  }),
  words: () => ({
    what: 'The redirect goes to the URL that it comes from.',
    allowed: 'another protocol, host, port or path',
    remedy: 'On an HTTP listener, redirect to Protocol HTTPS, Port "443".',
  }),
};
