import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/validate.ts';
import { describeRefusal, priorityRefusal } from '../../src/template/route-priorities.ts';

const config = (routes: unknown[], rest: object = {}) =>
  parseConfig({ target: { paths: ['/ws'] }, routes, ...rest });
const route = (name: string, rest: object = {}) => ({
  name,
  paths: [`/${name}/*`],
  target: { port: 3000 },
  ...rest,
});
const deployed = (rules: Record<string, number>) =>
  Object.entries(rules).map(([logicalId, priority]) => ({ logicalId, priority }));

const NOW = deployed({ WebSocketRule: 10, ApiRule: 100, WebRule: 200 });

describe('nothing is in the way', () => {
  it.each([
    ['the same routes', [route('api'), route('web')]],
    ['a route at the end', [route('api'), route('web'), route('new')]],
    [
      'a route at a free, pinned number',
      [route('api'), route('new', { priority: 150 }), route('web', { priority: 200 })],
    ],
    ['a route that goes away', [route('api')]],
    ['the first route that goes away, the other pinned', [route('web', { priority: 200 })]],
    ['a route that takes the rest', [route('api'), route('web'), { name: 'rest', target: { port: 1 } }]],
  ])('%s', (_, routes) => {
    expect(priorityRefusal(config(routes), NOW)).toBeUndefined();
  });

  it('nothing is deployed', () => {
    expect(priorityRefusal(config([route('api')]), [])).toBeUndefined();
  });

  it('the same number on another listener', () => {
    const both = config([route('api')], { listener: { http: 'forward' } });
    expect(priorityRefusal(both, deployed({ WebSocketRule: 10, ApiRule: 100 }))).toBeUndefined();
  });
});

describe('deployed numbers would change', () => {
  it('a route before others moves them: the lines keep theirs, and the new one comes between', () => {
    const refusal = priorityRefusal(config([route('new'), route('api'), route('web')]), NOW);
    expect(refusal).toEqual({
      moved: [
        { logicalId: 'ApiRule', route: 'api', deployed: 100, wanted: 200 },
        { logicalId: 'WebRule', route: 'web', deployed: 200, wanted: 300 },
      ],
      taken: [{ logicalId: 'NewRule', priority: 100, holder: 'ApiRule' }],
      lines: [
        { route: 'new', priority: 55 },
        { route: 'api', priority: 100 },
        { route: 'web', priority: 200 },
      ],
    });
    const kept = config([
      route('new', { priority: 55 }),
      route('api', { priority: 100 }),
      route('web', { priority: 200 }),
    ]);
    expect(priorityRefusal(kept, NOW)).toBeUndefined();
  });

  it('the lines are those of the config', () => {
    const refusal = priorityRefusal(config([route('new'), route('api'), route('web')]), NOW);
    expect(describeRefusal(refusal!).join('\n')).toContain(
      'routes:\n  - name: new\n    priority: 55\n  - name: api\n    priority: 100',
    );
  });

  it('a route that goes away moves those after it', () => {
    expect(priorityRefusal(config([route('web')]), NOW)).toEqual({
      moved: [{ logicalId: 'WebRule', route: 'web', deployed: 200, wanted: 100 }],
      taken: [],
      lines: [{ route: 'web', priority: 200 }],
    });
  });

  it('a new route takes the number of one that goes away', () => {
    // CloudFormation creates before it deletes.
    expect(priorityRefusal(config([route('new'), route('web')]), NOW)).toEqual({
      moved: [],
      taken: [{ logicalId: 'NewRule', priority: 100, holder: 'ApiRule' }],
      lines: [
        { route: 'new', priority: 105 },
        { route: 'web', priority: 200 },
      ],
    });
  });

  it('two routes that change places need two deployments', () => {
    const refusal = priorityRefusal(config([route('web'), route('api')]), NOW);
    expect(refusal?.moved).toHaveLength(2);
    expect(refusal?.lines).toEqual([]);
    expect(describeRefusal(refusal!).at(-1)).toContain('in two deployments');
  });

  it('there is no room between two numbers', () => {
    const near = deployed({ WebSocketRule: 10, ApiRule: 100, WebRule: 101 });
    const refusal = priorityRefusal(
      config([route('api'), route('new'), route('web', { priority: 300 })]),
      near,
    );
    expect(refusal?.impossible).toContain('between 100 and 101');
  });
});
