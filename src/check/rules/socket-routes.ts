// Listener rules that handshakes pass through.
import { inferred } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import { speaksOfSockets } from '../../alb/topology/socket-words.ts';
import { isForUpgrades, isSaid, textsOf } from '../../alb/topology/sockets.ts';
import { weightedGroups } from '../../alb/topology/topology.ts';
import type { Action, ListenerRule, Value } from '../../alb/topology/types.ts';
import type { FindingSeverity } from '../../common/severity.ts';
import type { Model } from '../model.ts';
import type { Place } from '../place.ts';
import type { CheckRule, Judgement } from '../rule.ts';

const page = userGuide('rule-action-types');
const basis = inferred('names and paths that mention WebSockets, and what browsers can do');

/** Whether handshakes use a rule: its own texts say so, or a group that carries nothing else. */
export function isForSockets(rule: ListenerRule<Place>, { sockets }: Model): boolean {
  if (isForUpgrades(rule) || textsOf(rule).some(speaksOfSockets)) return true;
  if (rule.actions === UNKNOWN) return false;
  return rule.actions.some((action) =>
    weightedGroups(action).some(({ group }) => {
      const evidence = group === UNKNOWN ? undefined : sockets.groups.get(group);
      return isSaid(evidence) && evidence?.by !== 'rule-words' && evidence?.by !== 'upgrade-rule';
    }),
  );
}

/** Makes a rule about the actions of listener rules for sockets. */
const aboutActions = (
  rule: Pick<CheckRule, 'code' | 'title' | 'why' | 'words'> & { readonly severity: FindingSeverity },
  isWrong: (action: Action<Place>) => boolean | 'unknown',
): CheckRule => ({
  ...rule,
  group: 'sockets',
  source: page,
  basis,
  *judge(model): Generator<Judgement> {
    for (const one of model.topology.rules) {
      const { resource } = one.where;
      if (one.actions === UNKNOWN) yield { verdict: 'not-applicable', resource };
      else if (isForSockets(one, model))
        for (const action of one.actions) {
          const verdict = isWrong(action);
          if (verdict === true)
            yield { verdict: 'violated', ...action.where, args: { type: String(action.type) } };
          else yield { verdict: verdict === 'unknown' ? 'not-applicable' : 'met', resource };
        }
    }
  },
});

export const jwtWebSocket = aboutActions(
  {
    code: 'jwt-websocket',
    severity: 'warning',
    title: 'jwt-validation on handshakes',
    why: 'jwt-validation reads the header Authorization, which the WebSocket API of browsers cannot set: their handshakes get 401.',
    words: () => ({
      what: 'A rule for WebSockets validates a JWT.',
      remedy:
        'Let the server check a cookie, a subprotocol or a first message, unless no client is a browser.',
    }),
  },
  ({ type }) => type === 'jwt-validation',
);

export const authenticateWebSocket = aboutActions(
  {
    code: 'rule-websocket-auth-redirect',
    severity: 'info',
    title: 'Login redirect on handshakes',
    why: 'A handshake without a session cookie is redirected to the identity provider, and browsers do not follow a redirect there.',
    words: ({ type }) => ({
      what: `${String(type)} of a rule for WebSockets redirects who is not logged in.`,
      allowed: 'OnUnauthenticatedRequest: deny',
      remedy: 'Set OnUnauthenticatedRequest to deny, and log in through a page first.',
    }),
  },
  ({ onUnauthenticated }) => {
    if (onUnauthenticated === undefined) return false;
    return onUnauthenticated === UNKNOWN ? 'unknown' : onUnauthenticated === 'authenticate';
  },
);

/** A path pattern that contains a query. */
const QUERY = /\?[^/]*=|&[^/]*=/;

export const rulePathQuery: CheckRule = {
  code: 'rule-path-query',
  severity: 'warning',
  group: 'routing',
  title: 'Path pattern with a query',
  why: 'Path patterns are matched against the path alone, and "?" is a wildcard for one character: a pattern with a query matches nothing that clients send.',
  source: userGuide('rule-condition-types'),
  *judge({ topology }): Generator<Judgement> {
    for (const { conditions, where } of topology.rules) {
      const { resource } = where;
      for (const { field, values, where: at } of conditions === UNKNOWN ? [] : conditions) {
        if (field !== 'path-pattern') continue;
        const texts: readonly Value<string>[] = values === UNKNOWN ? [UNKNOWN] : values;
        const pattern = texts.find((text) => text !== UNKNOWN && QUERY.test(text));
        if (pattern !== undefined) yield { verdict: 'violated', ...at, args: { pattern: String(pattern) } };
        else yield { verdict: texts.includes(UNKNOWN) ? 'not-applicable' : 'met', resource };
      }
    }
  },
  words: ({ pattern }) => ({
    what: `The path pattern is ${JSON.stringify(pattern)}.`,
    allowed: 'a pattern for the path, and a condition query-string',
    remedy: 'Move the query to a condition query-string.',
  }),
};
