// Rules whose weights belong to ECS, and what `deploy` says when an update changes one.
import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/aws/change-set.ts';
import { readTemplate } from '../../../src/check/template.ts';
import { shiftedRules, weightsSetBack } from '../../../src/cli/deploy/shifted-rules.ts';
import { jsonOf, yamlOf } from '../../helpers/template.ts';

const GREEN = {
  service: { deployment: { strategy: 'blue-green', testListener: { port: 8443 } } },
} as const;
const modified = (logicalId: string): Change => ({
  action: 'Modify',
  replacement: 'False',
  logicalId,
  type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
});

it.each([
  ['YAML', yamlOf(GREEN)],
  ['JSON', jsonOf(GREEN)],
])('finds both rules in a template in %s', (_, text) => {
  expect([...shiftedRules(readTemplate(text))]).toEqual(['WebSocketRule', 'WebSocketRuleForTests']);
});

it('finds none for a rolling service, whatever its load balancers say', () => {
  expect(shiftedRules(readTemplate(yamlOf({ service: true }))).size).toBe(0);
  const left = yamlOf(GREEN).replace('Strategy: BLUE_GREEN', 'Strategy: ROLLING');
  expect(shiftedRules(readTemplate(left)).size).toBe(0);
});

describe('an update', () => {
  const deployed = readTemplate(yamlOf(GREEN));
  it('that changes such a rule resets its weights', () => {
    expect(weightsSetBack([modified('WebSocketRule')], deployed)).toEqual([
      expect.stringMatching(/^change {3}WebSocketRule \(\S+\): ECS shifted its weights/),
    ]);
  });

  it('of another rule, of the service, or of a stack without such a rule does not', () => {
    expect(weightsSetBack([modified('ApiRule'), modified('WebSocketService')], deployed)).toEqual([]);
    expect(weightsSetBack([modified('WebSocketRule')], undefined)).toEqual([]);
    const rolling = readTemplate(yamlOf({ service: true, target: { paths: ['/ws'] } }));
    expect(weightsSetBack([modified('WebSocketRule')], rolling)).toEqual([]);
  });

  it('that creates the rule has nothing to reset', () => {
    const added = { ...modified('WebSocketRule'), action: 'Add' as const };
    expect(weightsSetBack([added], deployed)).toEqual([]);
  });
});
