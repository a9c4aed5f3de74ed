import { isIpv6 } from '../../alb/cidr.ts';
import { matches } from '../../alb/matcher.ts';
import { healthCheckProtocol } from '../derived.ts';
import type { ConfigRule } from './rule.ts';

const targetsOfOtherType: ConfigRule = {
  code: 'targets-of-other-type',
  severity: 'error',
  keys: ['target.type', 'target.instanceIds', 'target.instanceCount', 'target.ipAddresses'],
  // With a service, the type is determined by it, and another rule reports conflicts.
  violated: ({ target, service }) =>
    service === false &&
    (target.type === 'ip'
      ? target.instanceIds !== undefined || (target.instanceCount ?? 0) > 0
      : target.ipAddresses !== undefined),
  words: ({ target }) =>
    target.type === 'ip'
      ? {
          what: 'target.type is ip, but instances are to be registered (target.instanceIds or target.instanceCount).',
          allowed: 'target.ipAddresses with type ip',
          remedy: 'Remove target.instanceIds and target.instanceCount, or set target.type to instance.',
        }
      : {
          what: 'target.ipAddresses is set, but target.type is instance.',
          allowed: 'target.instanceIds or target.instanceCount with type instance',
          remedy: 'Set target.type to ip, or remove target.ipAddresses.',
        },
};

const instanceCountTwice: ConfigRule = {
  code: 'instance-count',
  severity: 'error',
  keys: ['target.instanceCount', 'target.instanceIds'],
  violated: ({ target }) =>
    target.instanceIds !== undefined &&
    target.instanceCount !== undefined &&
    target.instanceIds.length !== target.instanceCount,
  words: ({ target }) => ({
    what: `target.instanceCount is ${target.instanceCount}, but target.instanceIds names ${target.instanceIds?.length}.`,
    allowed: 'the number of ids, or no target.instanceCount',
    remedy: 'Remove target.instanceCount: it follows from target.instanceIds.',
  }),
};

const mixedAddresses: ConfigRule = {
  code: 'mixed-addresses',
  severity: 'error',
  keys: ['target.ipAddresses'],
  violated: ({ target }) => new Set((target.ipAddresses ?? []).map(isIpv6)).size > 1,
  words: () => ({
    what: 'target.ipAddresses holds IPv4 and IPv6 addresses: a target group has one kind.',
    allowed: 'addresses of one kind',
    remedy: 'Keep the addresses of one kind.',
  }),
};

const ipv6TargetsBehindIpv4: ConfigRule = {
  code: 'ipv6-targets-behind-ipv4',
  severity: 'error',
  keys: ['target.ipAddresses', 'network.ipAddressType'],
  violated: ({ target, network }) =>
    network.ipAddressType === 'ipv4' && (target.ipAddresses ?? []).some(isIpv6),
  words: () => ({
    what: 'target.ipAddresses holds IPv6 addresses, but network.ipAddressType is ipv4: ELB refuses IPv6 targets behind it.',
    allowed: 'IPv6 targets with network.ipAddressType dualstack or dualstack-without-public-ipv4',
    remedy: 'Set network.ipAddressType to dualstack, or use IPv4 addresses.',
  }),
};

/** What WebSocket servers answer to a plain request on their upgrade path. */
const NO_UPGRADE_CODES = [400, 426];

const healthCheckOnWebSocketPath: ConfigRule = {
  code: 'health-check-on-websocket-path',
  severity: 'error',
  keys: ['healthCheck.path', 'target.webSocketPath', 'healthCheck.matcher'],
  violated: ({ target, healthCheck }) =>
    target.webSocketPath !== undefined &&
    healthCheck.path.split('?')[0] === target.webSocketPath.split('?')[0] &&
    !NO_UPGRADE_CODES.some((code) => matches(String(healthCheck.matcher), code)),
  words: ({ healthCheck }) => ({
    what: `healthCheck.path ${healthCheck.path} is target.webSocketPath: a health check is a plain request, which a WebSocket server answers with ${NO_UPGRADE_CODES.join(' or ')}, and healthCheck.matcher ${healthCheck.matcher} does not allow that.`,
    allowed: 'a path that answers plain HTTP with a code of healthCheck.matcher',
    remedy: 'Set healthCheck.path to an HTTP endpoint such as /health.',
  }),
};

const healthCheckProtocolDiffers: ConfigRule = {
  code: 'health-check-protocol',
  severity: 'warning',
  keys: ['healthCheck.protocol', 'target.protocol'],
  violated: (config) => {
    const { port } = config.healthCheck;
    const samePort = port === 'traffic-port' || port === config.target.port;
    return samePort && healthCheckProtocol(config) !== config.target.protocol;
  },
  words: ({ healthCheck, target }) => ({
    what: `healthCheck.protocol is ${healthCheck.protocol} on the port on which targets speak ${target.protocol}: unless it answers both, every check fails.`,
    allowed: 'the protocol of the targets on their port',
    remedy: 'Remove healthCheck.protocol, or give the health check a healthCheck.port of its own.',
  }),
};

export const targetRules: readonly ConfigRule[] = [
  healthCheckProtocolDiffers,
  targetsOfOtherType,
  instanceCountTwice,
  mixedAddresses,
  ipv6TargetsBehindIpv4,
  healthCheckOnWebSocketPath,
];
