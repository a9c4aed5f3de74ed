import { describe, expect, it } from 'vitest';
import { readTemplate } from '../../../src/check/template.ts';
import { rulePriorities } from '../../../src/cli/deploy/rule-priorities.ts';
import { yamlOf } from '../../helpers/template.ts';

const route = (name: string, priority?: number) => ({
  name,
  paths: [`/${name}/*`],
  target: { port: 3000 },
  ...(priority !== undefined && { priority }),
});
const template = (routes: readonly object[], rest: object = {}) =>
  readTemplate(yamlOf({ target: { paths: ['/ws'] }, routes, ...rest }));
const problems = (routes: readonly object[], deployed = [route('api'), route('web')], rest: object = {}) =>
  rulePriorities({ template: template(routes, rest), deployed: template(deployed, rest) });

describe('finds no conflict', () => {
  it.each([
    ['the same routes', [route('api'), route('web')]],
    ['a route at the end', [route('api'), route('web'), route('new')]],
    ['a route at a free, pinned priority', [route('api'), route('new', 150), route('web', 200)]],
    ['a removed route', [route('api')]],
    ['the first route removed, the other pinned', [route('web', 200)]],
    ['a route moved to a free priority', [route('api', 50), route('web', 200)]],
    ['a route that takes the rest', [route('api'), route('web'), { name: 'rest', target: { port: 1 } }]],
    ['no routes any more', []],
  ])('%s', (_, routes) => {
    expect(problems(routes)).toEqual([]);
  });

  it('when nothing is deployed, or it cannot be read', () => {
    expect(rulePriorities({ template: template([route('api')]), deployed: undefined })).toEqual([]);
  });

  it('for the same priority on another listener', () => {
    const both = { listener: { http: 'forward' } };
    expect(problems([route('api'), route('web')], undefined, both)).toEqual([]);
  });
});

describe('finds a priority that another rule holds', () => {
  it('inserting a route before others would move them: suggests keeping the deployed priorities', () => {
    const [problem] = problems([route('new'), route('api'), route('web')]);
    expect(problem?.details).toEqual([
      'NewRule (new) would get 100, that of ApiRule.',
      'ApiRule (now 100) would get 200, that of WebRule.',
    ]);
    expect(problem?.remedy).toContain(
      'priority: 10 (WebSocketRule); priority: 55 (NewRule); priority: 100 (ApiRule); priority: 200 (WebRule)',
    );
    expect(problems([route('new', 55), route('api', 100), route('web', 200)])).toEqual([]);
  });

  it('a removed route holds its priority until the end of the update', () => {
    const [problem] = problems([route('web')]);
    expect(problem?.details).toEqual(['WebRule (now 200) would get 100, that of ApiRule.']);
    expect(problem?.remedy).toContain('priority: 200 (WebRule)');
  });

  it('a new route next to a removed one takes neither its priority nor that of another', () => {
    const [problem] = problems([route('new'), route('web')]);
    expect(problem?.remedy).toContain('priority: 105 (NewRule); priority: 200 (WebRule)');
  });

  it('swapping two routes takes two deployments', () => {
    const [problem] = problems([route('web'), route('api')]);
    expect(problem?.details).toHaveLength(2);
    expect(problem?.remedy).toContain('two deployments');
  });

  it('lists each remedy once for two listeners', () => {
    const [problem] = problems([route('web')], undefined, { listener: { http: 'forward' } });
    expect(problem?.details).toHaveLength(2);
    expect(problem?.remedy?.match(/priority: 200/g)).toHaveLength(1);
  });
});
