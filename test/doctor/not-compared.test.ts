import { expect, it } from 'vitest';
import { diagnose } from '../../src/doctor/diagnose.ts';
import { formatText } from '../../src/doctor/report/format-text.ts';
import { notCompared } from '../../src/doctor/expected/not-compared.ts';
import { observedValue, type Observations } from '../../src/doctor/observations/observations.ts';
import { context, failed, healthy } from './helpers/observed.ts';

/** As if AWS's response lacked an attribute of the load balancer. */
function without(key: string): Observations {
  const observed = healthy();
  const attributes = new Map(observedValue(observed.attributes));
  expect(attributes.delete(key)).toBe(true);
  return { ...observed, attributes: { value: attributes } };
}

it('is empty for a healthy load balancer with its template and a config', () => {
  expect(notCompared(healthy(), context())).toEqual([]);
  expect(notCompared(healthy(), context({ name: 'chat' }))).toEqual([]);
});

it('lists an attribute that the response does not contain, with the call that shows it', () => {
  const observed = without('idle_timeout.timeout_seconds');
  expect(notCompared(observed, context({ name: 'chat' }))).toMatchObject([
    {
      about: 'idle_timeout.timeout_seconds of WebSocketALB',
      command: [
        'elbv2',
        'describe-load-balancer-attributes',
        '--load-balancer-arn',
        observed.loadBalancer.arn,
      ],
      failure: { kind: 'left-out' },
    },
  ]);
  const report = { parts: [], missing: notCompared(observed, context()), at: '', from: '', to: '' };
  expect(formatText(report)).toContain(
    'idle_timeout.timeout_seconds of WebSocketALB: AWS did not return it\n',
  );
  // It does not count as a difference either.
  expect(diagnose(observed, context()).map(({ code }) => code)).not.toContain('changed-outside-the-stack');
});

it('lists attributes that could not be read only once, with the call that failed', () => {
  const observed = healthy();
  const answer = failed('access-denied');
  if (answer.ok) throw new Error('it failed');
  const missing = { about: 'x', command: [], permission: 'y', failure: answer.failure };
  expect(notCompared({ ...observed, attributes: { missing } }, context())).toEqual([]);
});

it('without a stack and with several groups, compares no group with the config, and says so', () => {
  const observed = { ...healthy(), stack: undefined };
  const two = context({
    target: { paths: ['/ws'] },
    healthCheck: { path: '/elsewhere' },
    routes: [{ name: 'web', target: { port: 3000 } }],
  });
  const drifted = diagnose(observed, two).filter(({ code }) => code === 'drift-from-config');
  expect(drifted.map(({ name }) => name)).not.toContain('chat');
  expect(drifted.flatMap(({ evidence }) => evidence.map(([key]) => key))).not.toContain('HealthCheckPath');
  expect(notCompared(observed, two).map(({ about }) => about)).toEqual(
    expect.arrayContaining(['the settings of WebSocketTargetGroup', 'the settings of WebTargetGroup']),
  );
  // Near miss: with a single group, or a single one in use, it is clear which is meant.
  const one = context({ healthCheck: { path: '/elsewhere' } });
  expect(notCompared(observed, one)).toEqual([]);
  expect(diagnose(observed, one).flatMap(({ evidence }) => evidence.map(([key]) => key))).toContain(
    'HealthCheckPath',
  );
});
