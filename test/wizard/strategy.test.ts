// The wizard asks how a new version takes over if there is a service.
import { describe, expect, it } from 'vitest';
import { parseConfig, validateConfig } from '../../src/config/validate.ts';
import { applyTo } from '../../src/wizard/change.ts';
import { serverQuestions } from '../../src/wizard/questions/servers.ts';

const question = (id: string) => {
  const found = serverQuestions.find((one) => one.id === id);
  if (!found) throw new Error(`no question ${id}`);
  return found;
};
const isAsked = (id: string, input: object): boolean => question(id).when?.(parseConfig(input)) ?? true;
const answered = (input: object, answer: string) =>
  applyTo(input, question('strategy').assign(answer, parseConfig(input)));

describe('the strategy', () => {
  it('is asked with a service only, and offers every strategy', () => {
    expect(isAsked('strategy', { service: true })).toBe(true);
    expect(isAsked('strategy', { target: { type: 'ip' } })).toBe(false);
    expect(question('strategy').options?.map(({ value }) => value)).toEqual([
      'rolling',
      'blue-green',
      'canary',
      'linear',
    ]);
  });

  it.each(['blue-green', 'canary', 'linear'])('%s gives a valid config, without cookies', (strategy) => {
    const input = answered({ service: true, target: { stickiness: { type: 'lb_cookie' } } }, strategy);
    expect(validateConfig(input)).toMatchObject({ ok: true, warnings: [] });
    expect(parseConfig(input)).toMatchObject({
      service: { deployment: { strategy } },
      target: { stickiness: { type: 'none' } },
    });
    // There is nothing left to ask about them.
    expect(isAsked('polling', input)).toBe(false);
  });

  it('returning to rolling removes the settings of the other strategy', () => {
    const input = { service: { deployment: { strategy: 'linear', percent: 20 } } };
    expect(answered(input, 'rolling')).not.toHaveProperty('service.deployment');
    expect(isAsked('polling', answered(input, 'rolling'))).toBe(true);
  });

  it('the same answer keeps its settings', () => {
    const input = { service: { deployment: { strategy: 'linear', percent: 20 } } };
    expect(answered(input, 'linear')).toEqual(input);
  });
});
