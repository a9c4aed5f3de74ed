import { describe, expect, it } from 'vitest';
import { lineFinder } from '../../src/config/locate.ts';
import { contradictions, mergeSources, sourceOf } from '../../src/config/merge.ts';
import {
  assignmentSource,
  ConfigSyntaxError,
  readAssignment,
  readSource,
  type ConfigSource,
} from '../../src/config/sources.ts';

const file = (name: string, text: string) => readSource('file', { name, text });
const set = (assignment: string) => assignmentSource(readAssignment(assignment));

const failure = (read: () => unknown): ConfigSyntaxError => {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigSyntaxError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('--set', () => {
  it.each([
    ['loadBalancer.idleTimeout=600', { loadBalancer: { idleTimeout: 600 } }],
    ['name=chat', { name: 'chat' }],
    ['alarms=false', { alarms: false }],
    ['network.allowFrom=[10.0.0.0/8, "::/0"]', { network: { allowFrom: ['10.0.0.0/8', '::/0'] } }],
    ['tags."cost.center"=a=b', { tags: { 'cost.center': 'a=b' } }],
    ['tags."a=b"="1.10"', { tags: { 'a=b': '1.10' } }],
    ['logs.access={prefix: x}', { logs: { access: { prefix: 'x' } } }],
    [' target.port = 80', { target: { port: 80 } }],
  ])('%s', (assignment, expected) => {
    expect(set(assignment).value).toEqual(expected);
  });

  it.each(['loadBalancer.idleTimeout', '=5', 'a..b=1', '.a=1', 'a b=1', 'target.instanceIds[0]=i-1', ''])(
    'refuses %j',
    (assignment) => {
      expect(failure(() => readAssignment(assignment)).remedy).toContain('--set');
    },
  );

  it.each([
    ['name', 'This is not of the form path=value.'],
    ['=5', 'The path before the = is empty.'],
    ['target..port=1', 'The path "target..port" is wrong: '],
    ['__proto__.x=1', 'No key is named "__proto__".'],
  ])('%s: says what is wrong', (assignment, words) => {
    expect(failure(() => readAssignment(assignment)).message).toContain(words);
  });

  it('refuses a value that is not YAML, at its place', () => {
    expect(failure(() => readAssignment('name=[1, 2'))).toMatchObject({
      where: '--set name=[1, 2',
      message: expect.stringContaining('not valid YAML') as string,
    });
  });

  it('does not touch the prototype of objects', () => {
    expect(failure(() => readAssignment('__proto__.polluted=1')).remedy).toContain('--set');
    expect(failure(() => file('a.yaml', 'tags: {__proto__: x}')).message).toContain('__proto__');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('a config text', () => {
  it('may be empty', () => {
    expect(file('a.yaml', '# nothing yet\n').value).toEqual({});
  });
  it('ignores keys without a value', () => {
    expect(file('a.yaml', 'name:\ntarget:\n  port: 80\n').value).toEqual({ target: { port: 80 } });
  });
  it('may be JSON', () => {
    expect(file('a.json', '{"target": {"port": 80}}').value).toEqual({ target: { port: 80 } });
  });
  it('keeps dates and versions as written', () => {
    expect(file('a.yaml', 'tags: {Date: 2026-11-22}').value).toEqual({ tags: { Date: '2026-11-22' } });
  });
  it.each([
    ['a list', '- a\n- b\n', 'a.yaml'],
    ['a single value', 'hello', 'a.yaml'],
    ['broken YAML', 'name: chat\n  target: x\n', 'a.yaml:2'],
    ['a key given twice', 'name: a\nname: b\n', 'a.yaml:2'],
    ['a tab as indentation', 'target:\n\tport: 80\n', 'a.yaml:2'],
    ['two documents', 'name: a\n---\nname: b\n', 'a.yaml'],
    ['too large', `name: ${'a'.repeat(1_000_001)}`, 'a.yaml'],
  ])('refuses %s', (_, text, where) => {
    const error = failure(() => file('a.yaml', text));
    expect(error.where).toContain(where);
    expect(error.remedy).toMatch(/\S/);
  });
  it.each([
    ['name: a\n---\nname: b\n', 2],
    ['# ours\n---\nname: a\nlogs: {}\n--- # other\nname: b\n', 5],
    ['%YAML 1.2\n--- {name: a}\n...\n---\nname: b\n', 3],
  ])('refuses several documents, and reports where the second begins: %j', (text, line) => {
    const error = failure(() => file('a.yaml', text));
    expect(error.where).toBe(`a.yaml:${line}`);
    expect(error.message).toContain('this file has several');
  });
  it('refuses UTF-16, and says that it expects UTF-8', () => {
    const text = Buffer.from('\uFEFFname: a\n', 'utf16le').toString();
    expect(failure(() => file('a.yaml', text))).toMatchObject({
      where: 'a.yaml:1',
      message: 'The config is not text in UTF-8: it holds NUL bytes.',
    });
  });
  it('refuses aliases that grow without bound, quickly', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    expect(failure(() => file('a.yaml', lines.join('\n'))).message).toContain('more than');
  });
  it('refuses deep nesting', () => {
    expect(failure(() => file('a.yaml', `a: ${'['.repeat(2000)}${']'.repeat(2000)}`)).message).toMatch(
      /nested|YAML/,
    );
  });
});

describe('merging', () => {
  const merged = (...texts: string[]) => mergeSources(texts.map((text, i) => file(`${i}`, text)));
  it('later sources win, groups are merged, lists replaced', () => {
    expect(
      merged(
        'target: {port: 1, protocol: HTTPS}\nnetwork: {allowFrom: [a, b]}',
        'target: {port: 2}\nnetwork: {allowFrom: [c]}',
      ),
    ).toEqual({ target: { port: 2, protocol: 'HTTPS' }, network: { allowFrom: ['c'] } });
  });
  it('changing the type of stickiness drops only the keys that the new type lacks', () => {
    expect(
      merged(
        'target: {stickiness: {type: app_cookie, cookieName: A, duration: 5}}',
        'target: {stickiness: {type: lb_cookie}}',
      ),
    ).toEqual({ target: { stickiness: { type: 'lb_cookie', duration: 5 } } });
  });
  it('true keeps the keys of a configured feature', () => {
    expect(merged('logs: {access: {prefix: mine}}', 'logs: {access: true}')).toEqual({
      logs: { access: { prefix: 'mine' } },
    });
  });
  it('an alarm written as a threshold is merged with its other keys', () => {
    expect(merged('alarms: {target5xx: 5}', 'alarms: {target5xx: {period: 120}}')).toEqual({
      alarms: { target5xx: { threshold: 5, period: 120 } },
    });
    expect(merged('alarms: {target5xx: {period: 120}}', 'alarms: {target5xx: 5}')).toEqual({
      alarms: { target5xx: { threshold: 5, period: 120 } },
    });
  });
  it('a switched-off feature can be switched on again by its keys', () => {
    expect(merged('listener: {https: false}', 'listener: {https: {port: 8443}}')).toEqual({
      listener: { https: { port: 8443 } },
    });
  });
  it('knows which source set a key last', () => {
    const sources = [file('file', 'target: {port: 1}'), set('target.port=2'), set('name=x')];
    expect(sourceOf(sources, ['target', 'port'])?.name).toBe('--set target.port');
    expect(sourceOf(sources, ['target', 'algorithm'])?.name).toBe('--set target.port');
    expect(sourceOf(sources, ['heartbeat'])).toBeUndefined();
  });
});

describe('a feature switched off in one place and set in another', () => {
  const codes = (...sources: ConfigSource[]) => contradictions(sources).map(({ path }) => path.join('.'));
  it('is a contradiction, whichever comes first', () => {
    const inFile = file('file', 'listener: {https: false}');
    const keys = set('listener.https.hsts=true');
    expect(codes(inFile, keys)).toEqual(['listener.https.hsts']);
    const assigned = set('listener.https=false');
    expect(codes(assigned, keys)).toEqual(['listener.https.hsts']);
    expect(codes(keys, assigned)).toEqual(['listener.https.hsts']);
  });
  it('is allowed when the later one says false: it switches off what was configured', () => {
    const keys = file('file', 'listener: {https: {certificateArn: x}}');
    expect(codes(keys, set('listener.https=false'))).toEqual([]);
  });
  it('is allowed when a later file sets the keys: files override each other', () => {
    const base = file('base', 'listener: {https: false}');
    const prod = file('prod', 'listener: {https: {certificateArn: x}}');
    expect(codes(base, prod)).toEqual([]);
    expect(codes(base, prod, set('listener.https.hsts=true'))).toEqual([]);
    expect(codes(prod, base, set('listener.https.hsts=true'))).toEqual(['listener.https.hsts']);
  });
  it('is allowed when the false is in a preset', () => {
    const preset = readSource('preset', { name: 'preset', text: 'listener: {https: false}' });
    expect(codes(preset, file('file', 'listener: {https: {hsts: true}}'))).toEqual([]);
  });
  it('is allowed for a plain false, or a later true', () => {
    expect(codes(file('file', 'alarms: {target5xx: false}'), set('alarms.target5xx=5'))).toEqual([]);
  });
});

describe('line numbers', () => {
  const text =
    'name: chat\n\ntarget:\n  port: 80\n  stickiness: { type: none }\nnetwork:\n  allowFrom:\n    - 10.0.0.0/8\n    - bad\n';
  it.each([
    [['name'], 1],
    [['target', 'port'], 4],
    [['target', 'stickiness', 'type'], 5],
    [['network', 'allowFrom', 1], 9],
    [['target', 'missing'], 3],
    [['nowhere'], undefined],
  ])('%j is at line %s', (path, line) => {
    expect(lineFinder(text)(path)).toBe(line);
  });
});
