// The wizard's questions about the number of tasks: every path through them ends in a valid config.
import { expect, it } from 'vitest';
import { validateConfig } from '../../src/config/validate.ts';
import { applyTo } from '../../src/wizard/change.ts';
import { taskQuestions } from '../../src/wizard/questions/tasks.ts';
import { runSession, type Respondent } from '../../src/wizard/session.ts';

/** Answers by a phrase of the question; `refused` collects the messages about invalid answers. */
async function answered(input: object, answers: Readonly<Record<string, readonly string[]>>) {
  const refused: string[] = [];
  const asked: string[] = [];
  const left = new Map(Object.entries(answers).map(([id, all]) => [id, [...all]]));
  const answer = (message: string, initial: string): string => {
    const { id = '' } = taskQuestions.find((question) => question.message === message) ?? {};
    if (asked.at(-1) !== id) asked.push(id);
    return left.get(id)?.shift() ?? initial;
  };
  const respondent: Respondent = {
    text: (message, initial) => Promise.resolve(answer(message, initial)),
    choice: (message, _options, initial) => Promise.resolve(answer(message, initial)),
    several: () => Promise.reject(new Error('not asked')),
    refuse: (reason) => refused.push(reason),
    lookup: () => Promise.resolve([]),
  };
  const config = applyTo(input, await runSession(input, taskQuestions, [], respondent));
  expect(validateConfig(config).ok).toBe(true);
  return { service: config['service'], refused, asked };
}

it('a fixed number', async () => {
  const { service, asked } = await answered({ service: true }, { tasks: ['4'] });
  expect(service).toMatchObject({ tasks: 4 });
  expect(asked).toEqual(['scaling', 'tasks']);
});

it('scaling on sockets', async () => {
  const { service, asked } = await answered(
    { service: { image: 'chat:1' } },
    { scaling: ['scaled'], taskRange: ['3 - 30'], socketsPerTask: ['5000'] },
  );
  expect(service).toEqual({ image: 'chat:1', tasks: { min: 3, max: 30 }, socketsPerTask: 5000 });
  expect(asked).toEqual(['scaling', 'taskRange', 'socketsPerTask']);
});

it('pressing Enter throughout gives a valid config', async () => {
  expect((await answered({ service: true }, { scaling: ['scaled'] })).service).toEqual({
    tasks: { min: 2, max: 10 },
    socketsPerTask: 2000,
  });
});

it('an invalid answer is asked again, with the reason', async () => {
  const { service, refused } = await answered(
    { service: true },
    { scaling: ['scaled'], taskRange: ['9-3', 'many', '', '3-9'] },
  );
  expect(service).toMatchObject({ tasks: { min: 3, max: 9 } });
  expect(refused).toHaveLength(3);
  expect(refused[0]).toContain('service.tasks.min 9 is more than service.tasks.max 3');
});

it('returning to a fixed number removes the scaling', async () => {
  const { service } = await answered(
    { service: { tasks: { min: 2, max: 4 }, socketsPerTask: 10, cpuPercent: 50 } },
    { scaling: ['fixed'], tasks: ['3'] },
  );
  expect(service).toEqual({ tasks: 3 });
});

it('without a service, nothing is asked', async () => {
  expect((await answered({}, {})).asked).toEqual([]);
});
