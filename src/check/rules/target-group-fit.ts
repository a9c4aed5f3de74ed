// What a target group requires of the listener and the load balancer in front of it.
import { inferred } from '../../alb/finding.ts';
import { settingValue } from '../../alb/rule.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { elbApi, userGuide } from '../../alb/sources.ts';
import { entry } from '../node.ts';
import { isScalar } from '../resolve.ts';
import { each, targetGroups, violation, type CheckRule } from '../rule.ts';

const page = userGuide('load-balancer-target-groups');

export const http2Listener: CheckRule = {
  code: 'http2-listener',
  severity: 'error',
  group: 'refused',
  title: 'HTTP2 or gRPC target group behind an HTTP listener',
  why: 'HTTP2 and gRPC target groups need an HTTPS listener.',
  source: page,
  judge: each(targetGroups, ({ settings, lineOf, listeners }) => {
    const version = settings.get('ProtocolVersion');
    if ((version !== 'HTTP2' && version !== 'GRPC') || listeners.length === 0) return 'not-applicable';
    const http = listeners.find((one) => one.settings.get('Protocol') === 'HTTP');
    return http ? violation(lineOf('ProtocolVersion'), { version, listener: http.resource.id }) : 'met';
  }),
  words: ({ version, listener }) => ({
    what: `ProtocolVersion is ${String(version)}, but ${String(listener)} forwards to it over HTTP.`,
    allowed: 'HTTP1 behind HTTP listeners',
    remedy: 'Set ProtocolVersion to HTTP1, or forward from an HTTPS listener only.',
  }),
};

export const ipAddressType: CheckRule = {
  code: 'ip-address-type',
  severity: 'error',
  group: 'refused',
  title: 'IPv6 targets behind an IPv4 load balancer',
  why: 'An IPv6 target group needs a dual-stack load balancer.',
  source: page,
  judge: each(targetGroups, ({ resource, listeners }, { property }) => {
    const type = property(resource, 'IpAddressType');
    if (!isScalar(type) || type.value !== 'ipv6') return 'not-applicable';
    const owners = listeners.flatMap(({ loadBalancer }) => loadBalancer ?? []);
    if (owners.length === 0) return 'not-applicable';
    const wrong = owners.find(
      ({ settings }) => settingValue('load-balancer', settings, 'IpAddressType') === 'ipv4',
    );
    if (wrong)
      return violation(entry(resource.properties, 'IpAddressType')?.line ?? resource.line, {
        loadBalancer: wrong.resource.id,
      });
    return owners.some(({ settings }) => settings.get('IpAddressType') === UNKNOWN)
      ? 'not-applicable'
      : 'met';
  }),
  words: ({ loadBalancer }) => ({
    what: `IpAddressType is ipv6, but ${String(loadBalancer)} has IPv4 addresses only.`,
    remedy: `Set IpAddressType of ${String(loadBalancer)} to dualstack.`,
  }),
};

export const targetOptimizerAlgorithm: CheckRule = {
  code: 'target-optimizer-algorithm',
  severity: 'warning',
  group: 'routing',
  title: 'Target optimizer with stickiness or another algorithm',
  why: 'A target group with TargetControlPort takes neither stickiness nor any algorithm but round robin.',
  source: elbApi('CreateTargetGroup'),
  basis: inferred('what the target control agent does; no page names the limits'),
  judge: each(targetGroups, ({ settings, lineOf }) => {
    if (!settings.has('TargetControlPort')) return 'not-applicable';
    const sticky = settingValue('target-group', settings, 'stickiness.enabled');
    const algorithm = settingValue('target-group', settings, 'load_balancing.algorithm.type');
    if (sticky === 'true')
      return violation(lineOf('stickiness.enabled'), { key: 'stickiness.enabled', value: sticky });
    if (algorithm !== UNKNOWN && algorithm !== 'round_robin')
      return violation(lineOf('load_balancing.algorithm.type'), {
        key: 'load_balancing.algorithm.type',
        value: algorithm,
      });
    return sticky === UNKNOWN || algorithm === UNKNOWN ? 'not-applicable' : 'met';
  }),
  words: ({ key, value }) => ({
    what: `${String(key)} is ${String(value)} together with TargetControlPort.`,
    remedy: 'Remove TargetControlPort: target optimizer does not take WebSockets either.',
  }),
};

export const crossZoneAllZones: CheckRule = {
  code: 'cross-zone-all-zones',
  severity: 'error',
  group: 'refused',
  title: 'Target in all zones while cross-zone load balancing is off',
  why: 'Cross-zone load balancing cannot be off while a target is registered with the zone "all".',
  source: userGuide('edit-target-group-attributes'),
  judge: each(targetGroups, ({ resource, settings, lineOf }, { resolver, property }) => {
    if (settings.get('load_balancing.cross_zone.enabled') !== 'false') return 'not-applicable';
    const targets = property(resource, 'Targets');
    if (targets === UNKNOWN || targets === undefined || targets.kind !== 'list') return 'not-applicable';
    const zones = new Set(
      targets.items.map((_item, index) => {
        const zone = resolver.at(targets, index, 'AvailabilityZone');
        return isScalar(zone) ? zone.value : zone;
      }),
    );
    if (zones.has('all')) return violation(lineOf('load_balancing.cross_zone.enabled'));
    return zones.has(UNKNOWN) ? 'not-applicable' : 'met';
  }),
  words: () => ({
    what: 'load_balancing.cross_zone.enabled is false, and a target is registered with AvailabilityZone "all".',
    remedy: 'Turn cross-zone load balancing on, or name the zone of the target.',
  }),
};
