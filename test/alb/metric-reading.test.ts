import { describe, expect, test } from 'vitest';
import { dimensionMistake, misreading } from '../../src/alb/metric-reading.ts';

describe('misreading', () => {
  test.each([
    ['ActiveConnectionCount', 'Sum', 60, undefined],
    ['ActiveConnectionCount', 'Sum', 300, 'connections'],
    ['ActiveConnectionCount', 'Maximum', 60, 'connections'],
    ['HTTPCode_Target_5XX_Count', 'Sum', 300, undefined],
    ['HTTPCode_Target_5XX_Count', 'Average', 60, 'events'],
    ['RejectedConnectionCount', 'p99', 60, 'events'],
    ['RequestCountPerTarget', 'Sum', 60, undefined],
    ['UnHealthyHostCount', 'Sum', 60, 'hosts'],
    ['UnHealthyHostCount', 'Maximum', 60, undefined],
    ['TargetResponseTime', 'p99', 60, undefined],
    ['ConsumedLCUs', 'Average', 300, undefined],
  ])('%s as %s over %i s: %s', (metric, statistic, seconds, expected) => {
    expect(misreading(metric, statistic, seconds)).toBe(expected);
  });
});

describe('dimensionMistake', () => {
  test.each([
    ['ActiveConnectionCount', ['LoadBalancer'], undefined],
    ['ActiveConnectionCount', ['LoadBalancer', 'AvailabilityZone'], undefined],
    ['ActiveConnectionCount', ['LoadBalancer', 'TargetGroup'], 'which this metric does not have'],
    ['UnHealthyHostCount', ['LoadBalancer', 'TargetGroup'], undefined],
    ['UnHealthyHostCount', ['LoadBalancer'], 'no dimension TargetGroup'],
    ['UnHealthyHostCount', ['TargetGroup'], 'no dimension LoadBalancer'],
    ['HTTPCode_Target_5XX_Count', [], 'no dimension LoadBalancer'],
    ['RequestCountPerTarget', ['TargetGroup'], undefined],
  ])('%s with %j', (metric, names, expected) => {
    const mistake = dimensionMistake(metric, new Set(names));
    if (expected === undefined) expect(mistake).toBeUndefined();
    else expect(mistake).toContain(expected);
  });
});
