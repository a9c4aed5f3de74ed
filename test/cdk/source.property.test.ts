// The printer: literals that can hold any value, and a layout that Prettier leaves unchanged.
import { runInThisContext } from 'node:vm';
import { transformSync } from 'esbuild';
import * as fc from 'fast-check';
import { check, type Options } from 'prettier';
import { describe, expect, it } from 'vitest';
import { commentText, keyLiteral, stringLiteral } from '../../src/cdk/source/literal.ts';
import {
  arrow,
  call,
  cast,
  commented,
  create,
  fromModule,
  member,
  name,
  namespace,
  text,
  textOf,
  typeFromModule,
  type Value,
} from '../../src/cdk/source/nodes.ts';
import { printFile } from '../../src/cdk/source/print-file.ts';
import {
  comment,
  declare,
  forEach,
  run,
  type SourceFile,
  type Statement,
} from '../../src/cdk/source/statements.ts';
import { runs } from '../helpers/scale.ts';

const STYLE: Options = { parser: 'typescript', printWidth: 100, singleQuote: true };

const file = (...statements: Statement[]): SourceFile => ({
  header: [],
  interfaces: [],
  classes: [],
  statements,
});
const print = (...statements: Statement[]): string => printFile(file(...statements)).trimStart();
const printed = (value: Value): string => print(declare('value', value));

/** The value that TypeScript evaluates the code to. */
function evaluate(code: string): unknown {
  const js = transformSync(code, { loader: 'ts', format: 'cjs' }).code;
  return runInThisContext(`(() => { ${js}\nreturn value; })()`) as unknown;
}

/** Everything that ends a literal, starts an expression, or must be escaped. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(
        "'",
        '"',
        '`',
        '${',
        '}',
        '\\',
        '\\u',
        '\n',
        '\r\n',
        '\u2028',
        '\u2029',
        '\u202E',
        '\uFEFF',
      ),
      fc.constantFrom(
        '\uD800',
        '\uDC00',
        '*/',
        '//',
        '</script>',
        '\0',
        '\u0085',
        '\u200B',
        "');process.exit();//",
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('strings', () => {
  it('any string survives as a literal', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        expect(evaluate(printed(value))).toBe(value);
        expect(evaluate(printed({ [value]: [value] }))).toEqual({ [value]: [value] });
      }),
      runs(300),
    );
  });

  it('any string survives inside a template literal, next to expressions', () => {
    fc.assert(
      fc.property(hostile, hostile, (before, after) => {
        const node = textOf([before, call(name('String'), 'raw', { raw: ['in'] }), after]);
        expect(evaluate(printed(node))).toBe(`${before}in${after}`);
      }),
      runs(300),
    );
  });

  it('no comment ends early, wherever it is placed', () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const code = print(comment(words), declare('value', { a: commented(1, words) }));
        expect(evaluate(code)).toEqual({ a: 1 });
        expect(commentText(words)).not.toMatch(/\*\/|[\n\r\u2028\u2029]/);
      }),
      runs(300),
    );
  });

  it('escapes what a reader could not see, and leaves everything else readable', () => {
    expect(stringLiteral('Ключ 値 😀 – é')).toBe("'Ключ 値 😀 – é'");
    expect(stringLiteral('a\u202Eb\uD800\u2028')).toBe(String.raw`'a\u202eb\ud800\u2028'`);
    expect(stringLiteral(`it's "two"`)).toBe(String.raw`'it\'s "two"'`);
    expect(stringLiteral(`it's`)).toBe(`"it's"`);
    expect(stringLiteral('${name} `x`')).toBe("'${name} `x`'");
  });

  it('keys are unquoted where possible, and __proto__ is an ordinary key', () => {
    expect([keyLiteral('cidrMask'), keyLiteral('a-b'), keyLiteral('1')]).toEqual([
      'cidrMask',
      "'a-b'",
      "'1'",
    ]);
    expect(Object.entries(evaluate(printed({ ['__proto__']: 'a' })) as object)).toEqual([['__proto__', 'a']]);
  });
});

it('the builder refuses names that are not identifiers', () => {
  for (const wrong of ['a-b', 'a b', '1a', '', 'a;b', "a'"]) {
    expect(() => name(wrong)).toThrow('is no identifier');
    expect(() => member(name('a'), wrong)).toThrow('is no identifier');
    expect(() => arrow([wrong], name('a'))).toThrow('is no identifier');
    expect(() => fromModule('m', wrong)).toThrow('is no identifier');
  }
});

describe('imports', () => {
  const lib = namespace('lib/part', 'part');
  it('list what is used, once, in order, with types as types', () => {
    const code = print(
      declare('a', create(fromModule('lib', 'Stack'), lib, fromModule('lib', 'Aws'))),
      declare('b', cast('x', typeFromModule('lib', 'Thing'))),
      declare('c', cast('x', typeFromModule('other', 'Only'))),
      declare('d', text`${member(lib, 'x')}`),
    );
    expect(code.split('\n\n')[0]).toBe(
      [
        "import { Aws, Stack, type Thing } from 'lib';",
        "import * as part from 'lib/part';",
        "import type { Only } from 'other';",
      ].join('\n'),
    );
  });
  it('a name also used as a value is not imported as a type', () => {
    const code = print(declare('a', cast(create(fromModule('lib', 'A')), typeFromModule('lib', 'A'))));
    expect(code).toContain("import { A } from 'lib';");
  });
});

/** Any value of the kinds that sections produce. */
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.string({ maxLength: 90 }),
    fc.nat(),
    fc.boolean(),
    fc.constantFrom(
      name('vpc'),
      member(name('ec2'), 'SubnetType.PUBLIC'),
      member(name('this'), 'loadBalancer'),
    ),
    fc.string({ maxLength: 60 }).map((words) => textOf([words, member(name('this'), 'stackName')])),
    fc
      .array(tie('value'), { maxLength: 4 })
      .filter((items) => !items.every((item) => typeof item === 'number')),
    fc.dictionary(fc.stringMatching(/^[a-z][a-zA-Z]{0,20}$/), tie('value'), { maxKeys: 4 }),
    fc
      .array(tie('value'), { maxLength: 3 })
      .map((args) => create(member(name('elbv2'), 'ApplicationListener'), ...args)),
    fc
      .array(tie('value'), { maxLength: 3 })
      .map((args) => call(name('bucket'), 'addToResourcePolicy', ...args)),
  ),
}));

it('prints code the way Prettier would', async () => {
  await fc.assert(
    fc.asyncProperty(value, async (any) => {
      const code = print(
        declare('someConstruct', any),
        run(call(name('alarm'), 'addAlarmAction', any)),
        forEach('each', name('alarms'), declare('one', any)),
      );
      expect(await check(code, STYLE), code).toBe(true);
    }),
    runs(300),
  );
});
