// Best practices of an Application Load Balancer for WebSockets that a template leaves out. Leaving one out may be
// right, so they are info: shown, but counted only with --strict.
import { settingValue } from '../../alb/rule.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import { child, entry } from '../node.ts';
import {
  each,
  listeners,
  loadBalancers,
  targetGroups,
  violation,
  type CheckRule,
  type Judgement,
} from '../rule.ts';
import { inferred } from '../../alb/finding.ts';
import { isPollingPath, speaksOfPolling, speaksOfSignalR } from '../../alb/topology/socket-words.ts';
import { textsOf } from '../../alb/topology/sockets.ts';
import { mentions } from '../mentions.ts';
import { socketTexts } from '../sockets.ts';
import { actions } from './actions.ts';

const attributes = userGuide('edit-load-balancer-attributes');

/** Makes a rule about a load balancer attribute that should be on. */
const switchedOn = (
  code: string,
  key: string,
  words: { readonly title: string; readonly why: string; readonly source: string; readonly remedy: string },
): CheckRule => ({
  code,
  severity: 'info',
  group: 'practice',
  title: words.title,
  why: words.why,
  source: words.source,
  judge: each(loadBalancers, ({ settings, lineOf }) => {
    const value = settingValue('load-balancer', settings, key);
    if (value === UNKNOWN) return 'not-applicable';
    return value === 'true' ? 'met' : violation(lineOf(key), { key });
  }),
  words: () => ({ what: `${key} is not true.`, remedy: words.remedy }),
});

export const deletionProtection = switchedOn('deletion-protection', 'deletion_protection.enabled', {
  title: 'No deletion protection',
  why: 'Deleting or replacing the stack by mistake takes the load balancer, its DNS name and all sockets with it.',
  source: attributes,
  remedy: 'Set it to true in production; the stack can be deleted once it is false again.',
});

const S3_LOGS = switchedOn('access-logs', 'access_logs.s3.enabled', {
  title: 'No access logs',
  why: 'Only the logs show how long a socket lived and why an upgrade failed.',
  source: userGuide('enable-access-logging'),
  remedy:
    'Log to a bucket with SSE-S3 and a policy for the log delivery service, or with AWS::Logs::DeliverySource.',
});

/** Vended logs go through CloudWatch Logs, to any of its destinations. */
export const accessLogs: CheckRule = {
  ...S3_LOGS,
  *judge(model): Generator<Judgement> {
    const vended = new Set(
      model
        .ofType('AWS::Logs::DeliverySource')
        .filter(({ properties }) => {
          const type = model.resolver.string(child(properties, 'LogType'));
          return type !== 'ALB_CONNECTION_LOGS' && type !== 'ALB_HEALTH_CHECK_LOGS';
        })
        .flatMap(({ properties }) => [...mentions(child(properties, 'ResourceArn'))]),
    );
    for (const judgement of S3_LOGS.judge(model))
      yield vended.has(judgement.resource.id) ? { verdict: 'met', resource: judgement.resource } : judgement;
  },
};

export const healthCheckImplicit: CheckRule = {
  code: 'health-check-implicit',
  severity: 'info',
  group: 'practice',
  title: 'Health check left at its defaults',
  why: 'The default expects 200 from "/", which a WebSocket server often does not return.',
  source: userGuide('target-group-health-checks'),
  basis: inferred('the defaults; the server may answer them'),
  judge: each(targetGroups, ({ settings, resource: { line } }) => {
    const [path, type, version] = ['HealthCheckPath', 'TargetType', 'ProtocolVersion'].map((key) =>
      settings.get(key),
    );
    if (path === UNKNOWN || type === UNKNOWN || type === 'lambda' || version === 'GRPC')
      return 'not-applicable';
    return path === undefined ? violation(line) : 'met';
  }),
  words: () => ({
    what: 'HealthCheckPath is not set.',
    remedy: 'Set HealthCheckPath to a plain HTTP path of the server, such as /health.',
  }),
};

export const stickinessPolling: CheckRule = {
  code: 'stickiness-polling',
  severity: 'warning',
  group: 'sockets',
  title: 'HTTP requests before the upgrade without stickiness',
  why: 'Socket.IO, SockJS and SignalR begin with HTTP requests that must reach the same target; without stickiness Socket.IO gets 400 "Session ID unknown", and SignalR 404. Clients that open the WebSocket at once need none.',
  source: userGuide('edit-target-group-attributes'),
  basis: inferred('the paths of rules that lead to the group, and its own name'),
  judge: each(targetGroups, (part, { resolver, topology }) => {
    const paths = topology
      .forwardsTo(part.resource.id)
      .flatMap(({ rule }) => textsOf(rule))
      .filter((text) => isPollingPath(text));
    const [found] = [...paths, ...[...socketTexts(part.resource, resolver)].filter(speaksOfPolling)];
    if (found === undefined) return 'not-applicable';
    const value = settingValue('target-group', part.settings, 'stickiness.enabled');
    if (value === UNKNOWN) return 'not-applicable';
    if (value === 'true') return 'met';
    const args = { found, status: speaksOfSignalR(found) ? 404 : 400 };
    // The name of a group may suggest more than its clients do.
    const severity = paths.length > 0 ? 'warning' : 'info';
    return { ...violation(part.lineOf('stickiness.enabled'), args), severity };
  }),
  words: ({ found, status }) => ({
    what: `stickiness.enabled is not true for targets of ${JSON.stringify(found)}, whose clients may begin with HTTP requests: those that reach another target get ${String(status)}.`,
    remedy: 'Turn stickiness on, or let the clients use the transport websocket only.',
  }),
};

export const tlsOnly: CheckRule = {
  code: 'tls-only',
  severity: 'info',
  group: 'practice',
  title: 'Listener without TLS that does not redirect',
  why: 'Over ws:// everybody on the path can read the messages, and proxies break the upgrade more often than over wss://.',
  source: userGuide('create-https-listener'),
  basis: inferred('the scheme and the actions; TLS may end in front of the load balancer'),
  judge: each(listeners, (part, model) => {
    const protocol = part.settings.get('Protocol');
    if (protocol === undefined || protocol === UNKNOWN) return 'not-applicable';
    if (protocol !== 'HTTP') return 'met';
    const scheme = part.loadBalancer?.settings.get('Scheme');
    if (!part.loadBalancer || scheme === 'internal' || scheme === UNKNOWN) return 'not-applicable';
    const forwards = actions(model).some(({ route, type }) => route.listener === part && type === 'forward');
    return forwards ? violation(part.lineOf('Protocol')) : 'met';
  }),
  words: () => ({
    what: 'The listener forwards HTTP of an internet-facing load balancer.',
    remedy: 'Redirect it to HTTPS, and let clients connect to wss://.',
  }),
};

export const tags: CheckRule = {
  code: 'tags',
  severity: 'info',
  group: 'practice',
  title: 'Load balancer without tags',
  why: 'Tags show who owns it on the bill and in the console.',
  source: userGuide('load-balancer-tags'),
  judge: each(loadBalancers, ({ resource }, { property }) => {
    const found = property(resource, 'Tags');
    if (found === UNKNOWN) return 'not-applicable';
    if (found !== undefined && !(found.kind === 'list' && found.items.length === 0)) return 'met';
    return violation(entry(resource.properties, 'Tags')?.line ?? resource.line);
  }),
  words: () => ({ what: 'It has no Tags.', remedy: 'Add Tags, a Name at least.' }),
};
