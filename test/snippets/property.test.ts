// Whatever a config contains, the settings are code with the same values, and their times are consistent.
import * as fc from 'fast-check';
import { parseSync } from 'oxc-parser';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { matches } from '../../src/alb/matcher.ts';
import { parseConfig } from '../../src/config/validate.ts';
import { literal } from '../../src/snippets/print.ts';
import { settingsModule } from '../../src/snippets/server-code.ts';
import { drainTimes } from '../../src/snippets/drain-settings.ts';
import { validInput } from '../helpers/arbitrary-config.ts';
import { runs } from '../helpers/scale.ts';

const module = async (code: string): Promise<Record<string, Record<string, unknown>>> =>
  (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as never;

it('a literal evaluates to its original value, and nothing else', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          "'",
          '"',
          '`',
          '\\',
          '\n',
          '\r',
          '\u2028',
          '\u2029',
          '${x}',
          '*/',
          '//',
          '</script>',
          'a',
        ),
      )
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(fc.oneof(text, fc.integer(), fc.boolean()), (value) => {
      const printed = literal(value);
      const { program, errors } = parseSync('x.js', `(${printed})`);
      expect(errors).toEqual([]);
      const [statement] = program.body;
      const expression = statement?.type === 'ExpressionStatement' ? statement.expression : undefined;
      const inner = expression?.type === 'ParenthesizedExpression' ? expression.expression : expression;
      expect(inner?.type === 'Literal' || inner?.type === 'UnaryExpression').toBe(true);
      expect(printed).not.toMatch(/[\n\r\u2028\u2029]/);
      // eslint-disable-next-line no-eval
      expect((0, eval)(`(${printed})`)).toBe(value);
    }),
    runs(1000),
  );
});

it('the settings of any config are formatted code that matches the load balancer', async () => {
  const options = await resolveConfig(import.meta.filename);
  await fc.assert(
    fc.asyncProperty(validInput(), async (input) => {
      const config = parseConfig(input);
      const code = settingsModule(config);
      expect(code).toBe(await format(code, { ...options, parser: 'babel' }));
      const { serverSettings, healthCheckSettings, heartbeatSettings, metricsSettings } = await module(code);
      expect(serverSettings).toMatchObject({ port: config.target.port });
      expect(heartbeatSettings).toEqual({ pingInterval: config.heartbeat });
      expect(metricsSettings?.['service']).toBe(config.name);
      expect(healthCheckSettings?.['path']).toBe(config.healthCheck.path.split('?', 1)[0]);
      expect(
        matches(String(config.healthCheck.matcher), Number(healthCheckSettings?.['healthyStatus'])),
      ).toBe(true);
      const { idleTimeout } = config.loadBalancer;
      const { keepAliveTimeout, headersTimeout, requestTimeout } = serverSettings ?? {};
      expect(Number(keepAliveTimeout)).toBeGreaterThan(idleTimeout);
      expect(Number(headersTimeout)).toBeGreaterThan(Number(keepAliveTimeout));
      expect(Number(requestTimeout)).toBeGreaterThan(Number(headersTimeout));
      const { available, notice, spread, grace } = drainTimes(config);
      expect(available).toBeLessThanOrEqual(config.target.deregistrationDelay);
      // One second for the last answers, even where the delay leaves none.
      expect(notice + spread + grace).toBe(Math.max(1, available));
      expect(Math.min(notice, spread)).toBeGreaterThanOrEqual(0);
    }),
    runs(100),
  );
});
