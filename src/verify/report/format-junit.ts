// JUnit's XML, which every CI shows: a test case for each judgement and each promise.
import type { Report } from '../judge.ts';
import { isSeen, JUDGEMENTS } from '../judgements/index.ts';

const NOT_SEEN = 'it was not looked at, or there was nothing to see';

/** Errors and warnings are failures; info passes; what was not seen, of a judgement or a promise, is skipped. */
export function formatJunit({ observed, findings, promises, untested }: Report): string {
  const judged = JUDGEMENTS.map((judgement) => {
    const { code, title } = judgement;
    const failures = findings.filter((finding) => finding.code === code && finding.severity !== 'info');
    const name = `${code}: ${title}`;
    if (failures.length === 0 && !isSeen(judgement, observed))
      return testCase('verify', name, [`<skipped message="${escape(NOT_SEEN)}"/>`]);
    return testCase(
      'verify',
      name,
      failures.map(({ what, evidence, causes, remedy }) =>
        element(
          'failure',
          what,
          [...evidence.map(([name, value]) => `${name}: ${value}`), ...causes, remedy].join('\n'),
        ),
      ),
    );
  });
  const kept = promises.map(({ key, promise, verdict, because }) =>
    testCase('verify.promises', `${key}: ${promise}`, [
      ...(verdict === 'not met' ? [element('failure', because, '')] : []),
      ...(verdict === 'not seen' ? [`<skipped message="${escape(because)}"/>`] : []),
    ]),
  );
  const left = untested.map(({ what, why }) =>
    testCase('verify.untested', what, [`<skipped message="${escape(why)}"/>`]),
  );
  const cases = [...judged, ...kept, ...left];
  const number = (tag: string): number => cases.filter((each) => each.includes(`<${tag} `)).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${cases.length}" failures="${number('failure')}">`,
    `<testsuite name="${escape(`websocket-alb verify ${observed.endpoint.url}`)}" tests="${cases.length}" failures="${number('failure')}" errors="0" skipped="${number('skipped')}" timestamp="${observed.at.toISOString().slice(0, 19)}">`,
    ...cases,
    '</testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

const testCase = (className: string, name: string, inside: readonly string[]): string =>
  inside.length === 0
    ? `<testcase classname="${className}" name="${escape(name)}"/>`
    : `<testcase classname="${className}" name="${escape(name)}">${inside.join('')}</testcase>`;

const element = (tag: string, message: string, text: string): string =>
  `<${tag} message="${escape(message)}">${escape(text)}</${tag}>`;

/** What XML 1.0 cannot hold, not even escaped, is written as its code point. */
const escape = (text: string): string =>
  text
    .replaceAll(
      // eslint-disable-next-line no-control-regex
      /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    )
    .replaceAll(/[&<>"\n\r\t]/g, (character) => `&#${character.charCodeAt(0)};`);
