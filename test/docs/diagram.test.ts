import { expect, test } from 'vitest';
import { graph } from '../../scripts/diagram.ts';

test('it shows who speaks with whom', () => {
  const said = graph().edges.map(({ from, to, label }) => `${from} ${label} ${to}`);
  expect(said).toEqual(
    expect.arrayContaining([
      'Clients 443 WebSocketALB',
      'WebSocketALB  HTTPSListener',
      'HTTPSListener forwards WebSocketTargetGroup',
      'WebSocketTargetGroup 8080 Servers',
      'WebSocketALB writes its logs LogBucket',
      'Alarms watch WebSocketTargetGroup',
      'WebSocketDashboard shows WebSocketTargetGroup',
    ]),
  );
});
