// A deployment in one sentence, and where people see it.
import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/aws/change-set.ts';
import { replacesTasks } from '../../src/cli/deploy/change-words.ts';
import { notesOnService } from '../../src/cli/cost/notes.ts';
import { parseConfig } from '../../src/config/validate.ts';
import { deploymentSummary } from '../../src/rollout/summary.ts';
import { buildTemplate } from '../../src/template/build.ts';
import { renderYaml } from '../../src/template/render.ts';

const workload = { connections: 20_000, meanConnectionSeconds: 1800 };
const WORDS =
  '20,000 sockets on 4 tasks, open for 30 min on average, rolling: no socket is cut; 18,695 are closed with 1001; about 86 reconnect in the busiest second, hardly ever more than 132 (the tasks take about 1,000); the last one has moved after 4.1 min';

describe('the summary of a deployment', () => {
  it('says what happens to the sockets', () => {
    expect(deploymentSummary(parseConfig({ service: { tasks: 4 }, workload }))).toBe(WORDS);
  });

  it('says that all are cut when the delay is 0', () => {
    const config = parseConfig({ service: {}, target: { deregistrationDelay: 0 }, workload });
    expect(deploymentSummary(config)).toContain('20,000 are cut at once, without a close frame');
  });

  it.each([
    ['a service', { workload }],
    ['a number of sockets', { service: {}, workload: { meanConnectionSeconds: 60 } }],
    ['how long they live', { service: {}, workload: { connections: 60 } }],
  ])('does not exist without %s', (_, input) => {
    expect(deploymentSummary(parseConfig(input))).toBeUndefined();
  });
});

describe('where it appears', () => {
  it('in a comment of the template of a service with a workload', () => {
    const text = (input: object) => renderYaml(buildTemplate(parseConfig(input))).replaceAll(/\n\s*# /g, ' ');
    expect(text({ service: { tasks: 4 }, workload })).toContain(`A deployment of ${WORDS}.`);
    expect(text({ service: { tasks: 4 } })).not.toContain('A deployment of');
    expect(text({ workload })).not.toContain('rollout');
  });

  it('in the notes of the cost, for the given load', () => {
    const config = parseConfig({ service: { tasks: 4 } });
    const load = { connections: 20_000, meanConnectionSeconds: 1800, fromClients: 0.5, tls: true, rules: 0 };
    expect(notesOnService(config, { kind: 'workload', workload: load })).toContain(
      `A deployment of ${WORDS}. npx websocket-alb rollout says more.`,
    );
    const { meanConnectionSeconds: _, ...short } = load;
    expect(notesOnService(config, { kind: 'workload', workload: short }).join(' ')).not.toContain(
      'A deployment of',
    );
  });

  it('before a deployment that replaces tasks, and before no other', () => {
    const change = (
      type: string,
      replacement: Change['replacement'],
      action: Change['action'] = 'Modify',
    ): Change => ({
      action,
      replacement,
      logicalId: 'X',
      type,
    });
    expect(replacesTasks([change('AWS::ECS::TaskDefinition', 'True')])).toBe(true);
    expect(replacesTasks([change('AWS::ECS::Service', 'Conditional')])).toBe(true);
    expect(replacesTasks([change('AWS::ECS::Service', 'False')])).toBe(false);
    expect(replacesTasks([change('AWS::ECS::TaskDefinition', undefined, 'Add')])).toBe(false);
    expect(replacesTasks([change('AWS::ElasticLoadBalancingV2::TargetGroup', 'True')])).toBe(false);
  });
});
