// A run through the questions, with answers from a list.
import { expect, it } from 'vitest';
import { parseConfig } from '../../src/config/validate.ts';
import { applyTo } from '../../src/wizard/change.ts';
import { overview } from '../../src/wizard/overview.ts';
import { QUESTIONS } from '../../src/wizard/questions.ts';
import { BACK, runSession, type Respondent } from '../../src/wizard/session.ts';

/** Answers by the beginning of the question; all other questions get their default. Each answer is used once. */
async function run(input: unknown, answers: readonly (readonly [string, string])[], isNew?: boolean) {
  const left = [...answers];
  const asked: string[] = [];
  const refused: string[] = [];
  const answer = (message: string, initial: string): string => {
    asked.push(message);
    if (!left[0] || !message.startsWith(left[0][0])) return initial;
    return left.shift()?.[1] ?? initial;
  };
  const respondent: Respondent = {
    text: async (message, initial) => answer(message, initial),
    choice: async (message, _options, initial) => answer(message, initial),
    several: async (message, _options, initial) => answer(message, initial.join(',')),
    refuse: (reason) => refused.push(reason),
    lookup: async () => [],
  };
  const assignments = await runSession(input, QUESTIONS, [], respondent, isNew);
  expect(left).toEqual([]);
  return { config: applyTo(input, assignments), asked, refused };
}

it('accepting every default of a new config gives no cookie', async () => {
  const { config } = await run({}, []);
  expect(parseConfig(config)).toEqual(parseConfig({ target: { stickiness: { type: 'none' } } }));
});

it('a new config with values from --set gives no cookie either', async () => {
  const { config } = await run({ target: { port: 9000 } }, [], true);
  expect(parseConfig(config).target.stickiness.type).toBe('none');
});

it('an existing config stays as it is', async () => {
  const input = { name: 'chat', target: { port: 9000 } };
  const { config } = await run(input, []);
  expect(parseConfig(config)).toEqual(parseConfig(input));
});

it('back undoes the last answer, and asks again with the previous value', async () => {
  const { config, asked } = await run({}, [
    ['A short name', 'first'],
    ['Where do clients', BACK],
    ['A short name', 'second'],
  ]);
  expect(config).toMatchObject({ name: 'second' });
  expect(asked.slice(0, 4).map((message) => message.slice(0, 12))).toEqual([
    'A short name',
    'Where do cli',
    'A short name',
    'Where do cli',
  ]);
});

it('back skips the questions that were not asked', async () => {
  // The port follows the image; the question for the number of instances between them is asked only for instances.
  const { config } = await run({}, [
    ['What runs', 'service'],
    ['The port', BACK],
    ['The image', 'chat:2'],
    ['The port', '9000'],
  ]);
  expect(config).toMatchObject({ service: { image: 'chat:2' }, target: { port: 9000 } });
});

it('back is refused at the first question', async () => {
  const { refused, asked } = await run({}, [['A short name', BACK]]);
  expect(refused).toEqual(['This is the first question.']);
  expect(asked.slice(0, 2).every((message) => message.startsWith('A short name'))).toBe(true);
});

it('the overview shows listeners, rules in order, and what answers', () => {
  const config = parseConfig({
    target: { type: 'ip', port: 8080, paths: ['/ws', '/ws/*'] },
    routes: [
      { name: 'api', paths: ['/api/*'], hosts: ['www.example.com'], target: { port: 3000 } },
      { name: 'old', hosts: ['old.example.com'], redirect: { host: 'www.example.com' } },
    ],
  });
  expect(overview(config)).toEqual([
    '  clients --wss:443--> load balancer',
    '  clients --ws:80--> load balancer, which redirects to wss',
    '    /ws or /ws/* --> addresses on port 8080',
    '    www.example.com and /api/* --> api on port 3000',
    '    old.example.com --> redirect',
    '    everything else --> 404',
  ]);
});
