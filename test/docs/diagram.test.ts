import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { graph, svg, withDiagram } from '../../scripts/diagram.ts';

test('the picture in the README is that of the production template', async () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(readme).toContain('<!-- diagram -->');
  await expect(withDiagram(readme, graph())).toMatchFileSnapshot('../../README.md');
});

test('so is the SVG', async () => {
  await expect(await svg(graph())).toMatchFileSnapshot('../../docs/diagram.svg');
});

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
