import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';
import { expect, test } from 'vitest';
import { linked } from '../../../scripts/linking.mjs';
import { runParts } from '../../../src/cli/entry/parts.ts';

/** Links the modules and runs `main.cjs`: what it and the others pushed to the global `ran`. */
async function run(modules: Readonly<Record<string, string>>): Promise<unknown[]> {
  const functions = await linked(Object.entries(modules).map(([name, text]) => ({ name, text })));
  const parts = [...functions].map(([name, code]) => `${JSON.stringify(name)}${code}`);
  const ran: unknown[] = [];
  Object.assign(globalThis, { ran });
  const pack = { parts: runInThisContext(`({${parts.join(',')}})`) as object };
  runParts('main.cjs', {
    runPack: () => pack,
    requireBuiltin: createRequire(import.meta.url),
    bundleUrl: 'file:///dist/main.cjs',
  });
  // import() resolves after several microtasks.
  await new Promise((resolve) => void setImmediate(resolve));
  return ran;
}

test('imports are constants, in the order in which modules need each other', async () => {
  const modules = {
    'main.cjs':
      'import{a,b as c}from"./one.cjs";import"./two.cjs";ran.push(a,c(),"main");export{a as "not a name"};',
    'one.cjs': 'import"./two.cjs";ran.push("one");var a=1;function b(){return a+1}export{a,b};',
    'two.cjs': 'ran.push("two");',
  };
  expect(await run(modules)).toEqual(['two', 'one', 1, 2, 'main']);
  const functions = await linked(Object.entries(modules).map(([name, text]) => ({ name, text })));
  for (const code of functions.values()) expect(code).not.toContain('get:');
});

test.each([
  ['an assignment', 'function next(){count=count+1}'],
  ['an increment', 'const next=()=>{count++};'],
  ['a pattern', 'const next=()=>{({a:[count=0]}={a:[count+1]})};'],
  ['a rest', 'let others;const next=()=>{[,...others]=[0,1];count+=others[0]};'],
  ['a loop', 'const next=()=>{for(count of [count+1]);};'],
  ['a method', 'class Counter{static next(){count++}}const next=()=>Counter.next();'],
  ['a field', 'class Counter{at=count++}const next=()=>new Counter();'],
])('an export that changes later by %s changes for those who import it', async (_, next) => {
  const modules = {
    'main.cjs': 'import{count,next}from"./shared.cjs";next();next();ran.push(count);',
    'shared.cjs': `var count=1;${next}export{count,next};`,
  };
  expect(await run(modules)).toEqual([3]);
});

test('an export that changes does so through a module that exports it again', async () => {
  const modules = {
    'main.cjs': 'import{again,next}from"./between.cjs";next();ran.push(again);',
    'between.cjs': 'import{count,next}from"./shared.cjs";export{count as again,next};',
    'shared.cjs': 'var count=1;function next(){count++}export{count,next};',
  };
  expect(await run(modules)).toEqual([2]);
});

test('what a module assigns while it runs is constant afterwards', async () => {
  const modules = {
    'main.cjs': 'import{Kind,b}from"./shared.cjs";ran.push(Kind,b);',
    'shared.cjs':
      'var Kind;(function(Kind2){Kind2["A"]="a"})(Kind||(Kind={}));var b;({b}={b:2});export{Kind,b};',
  };
  expect(await run(modules)).toEqual([{ A: 'a' }, 2]);
  const functions = await linked(Object.entries(modules).map(([name, text]) => ({ name, text })));
  expect(functions.get('shared.cjs')).not.toContain('get:');
});

test('modules may need each other', async () => {
  const modules = {
    'main.cjs': 'import{isEven}from"./even.cjs";ran.push(isEven(3),isEven(4));',
    'even.cjs': 'import{isOdd}from"./odd.cjs";const isEven=(n)=>n===0||isOdd(n-1);export{isEven};',
    'odd.cjs': 'import{isEven}from"./even.cjs";const isOdd=(n)=>n!==0&&isEven(n-1);export{isOdd};',
  };
  expect(await run(modules)).toEqual([false, true]);
});

test('a module may have variables named like those of CommonJS', async () => {
  const modules = {
    'main.cjs':
      'import{a}from"./shared.cjs";const module="m",exports="e";ran.push(module,exports,a());export{module};',
    'shared.cjs':
      'import{createRequire}from"node:module";import{b}from"./other.cjs";var require=createRequire("/");function a(){return[typeof require,b]}export{a};',
    'other.cjs': 'const b="b";export{b};',
  };
  expect(await run(modules)).toEqual(['m', 'e', ['function', 'b']]);
});

test("Node's own modules: names, the default, the whole, and import()", async () => {
  const modules = {
    'main.cjs': `import path,{join as j}from"node:path";import*as all from"node:path";
      ran.push(path.sep,j("a","b"),all.basename("/x/y"));
      import("node:path").then(({default:later,extname})=>ran.push(later.sep,extname("a.b")));`,
  };
  expect(await run(modules)).toEqual(['/', 'a/b', 'y', '/', '.b']);
});

test('import() of another module runs it later', async () => {
  const modules = {
    'main.cjs': 'import("./later.cjs").then(({default:value,name})=>ran.push(value,name));ran.push("main");',
    'later.cjs': 'ran.push("later");var value=1,name="n";export{value as default,name};',
  };
  expect(await run(modules)).toEqual(['main', 'later', 1, 'n']);
});

test('rejects an export that it does not know', async () => {
  await expect(linked([{ name: 'main.cjs', text: 'export*from"node:path";' }])).rejects.toThrow(
    /main\.cjs.*modules\.mjs/,
  );
});
