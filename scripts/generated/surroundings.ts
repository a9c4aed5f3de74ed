// The files that examples need, identical in every run.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '../../src/config/validate.ts';
import { buildTemplate } from '../../src/template/build.ts';
import { renderYaml } from '../../src/template/render.ts';
import { scenario } from '../../test/logs/scenario.ts';

/** Functions by the name in a mark, which put files into the folder of an example. A folder `bin` there is on PATH. */
export const SURROUNDINGS: Readonly<Record<string, (folder: string) => void>> = {
  /** Six hours of access logs. */
  'alb-logs': (folder) => {
    mkdirSync(join(folder, 'alb-logs'));
    // Not compressed, as the compressed size depends on the version of zlib.
    writeFileSync(join(folder, 'alb-logs/1.log'), `${scenario().join('\n')}\n`);
  },
  /** What Terraform 1.11 and provider 5.100 write for the configuration in docs/check.md. */
  'plan.json': (folder) => cpSync('test/terraform/fixtures/chat.plan.json', join(folder, 'plan.json')),
  /** AWS before the first deployment. */
  'no stack': (folder) =>
    writeFileSync(join(folder, 'aws-answers.json'), JSON.stringify({ answers: NO_STACK, metrics: {} })),
  /** A stack in which an instance was stopped, with 502s since then. */
  'a stack in trouble': (folder) => writeFileSync(join(folder, 'aws-answers.json'), inTrouble()),
};

const NO_STACK = {
  DescribeStacks:
    '<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack with id chat does not exist</Message></Error></ErrorResponse>',
};

/** The wire format of the recording: see scripts/generated/aws-stand-in.mjs. */
function inTrouble(): string {
  const recorded = JSON.parse(readFileSync('test/doctor/recorded/wire.json', 'utf8')) as Record<
    string,
    string
  >;
  const template = renderYaml(buildTemplate(parseConfig({ name: 'chat' })));
  const stopped =
    '<State>unused</State><Reason>Target.InvalidState</Reason><Description>Target is in the stopped state</Description>';
  const answers = {
    ...recorded,
    GetTemplate: `<GetTemplateResponse><GetTemplateResult><TemplateBody>${escaped(template)}</TemplateBody></GetTemplateResult></GetTemplateResponse>`,
    // The first of two.
    DescribeTargetHealth: recorded['DescribeTargetHealth']?.replace('<State>healthy</State>', stopped),
    DescribeInstances: recorded['DescribeInstances']?.replace(
      '<code>16</code><name>running</name>',
      '<code>80</code><name>stopped</name>',
    ),
  };
  const metrics = {
    HTTPCode_ELB_502_Count: [
      [39, 4],
      [30, 5],
      [12, 3],
    ],
    RequestCount: [
      [39, 90],
      [30, 80],
      [12, 85],
    ],
  };
  return JSON.stringify({ answers, metrics });
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
