// JUnit XML, which every CI system displays: one test case per judgement and promise.
import type { Report } from '../judge.ts';
import { JUDGEMENTS, wasObserved } from '../judgements/index.ts';

const NOT_OBSERVED = 'it was not checked, or there was nothing to observe';

/** Errors and warnings are failures; info passes; judgements and promises without an observation are skipped. */
export function formatJunit({ observed, findings, promises, untested }: Report): string {
  const judged = JUDGEMENTS.map((judgement) => {
    const { code, title } = judgement;
    const failures = findings.filter((finding) => finding.code === code && finding.severity !== 'info');
    const name = `${code}: ${title}`;
    if (failures.length === 0 && !wasObserved(judgement, observed))
      return testCase('verify', name, [`<skipped message="${escape(NOT_OBSERVED)}"/>`]);
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

/** Characters that XML 1.0 does not allow even when escaped are written as their code points. */
const escape = (text: string): string =>
  text
    .replaceAll(
      // eslint-disable-next-line no-control-regex
      /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    )
    .replaceAll(/[&<>"\n\r\t]/g, (character) => `&#${character.charCodeAt(0)};`);
