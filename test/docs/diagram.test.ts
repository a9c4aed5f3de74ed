import { expect, test } from 'vitest';
import { graph, routingGraph } from '../../scripts/diagram.ts';

test('shows who talks to whom', () => {
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

test('with routes, shows only the path of a request and what each rule matches', () => {
  const { nodes, edges } = routingGraph({
    target: { paths: ['/ws'] },
    routes: [{ name: 'api', paths: ['/api/*'], hosts: ['a.example.com'], target: { port: 3000 } }],
  });
  expect(nodes.get('ApiRule')).toBe('ApiRule 100: a.example.com /api/*');
  expect([...nodes.keys()].filter((id) => /Alarm|Bucket|SecurityGroup|Dashboard/.test(id))).toEqual([]);
  const said = edges.map(({ from, to, label }) => `${from} ${label} ${to}`);
  expect(said).toEqual(
    expect.arrayContaining([
      'HTTPSListener  ApiRule',
      'ApiRule forwards ApiTargetGroup',
      'WebSocketRule forwards WebSocketTargetGroup',
      'ApiTargetGroup 3000 Servers',
    ]),
  );
});
