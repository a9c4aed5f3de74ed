// What examples need around them, made the same at each run.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '../../src/config/validate.ts';
import { buildTemplate } from '../../src/template/build.ts';
import { renderYaml } from '../../src/template/render.ts';
import { scenario } from '../../test/logs/scenario.ts';

/** By the name that a mark gives: puts files into the folder of an example. A folder `bin` there is on PATH. */
export const SURROUNDINGS: Readonly<Record<string, (folder: string) => void>> = {
  /** Six hours of access logs. */
  'alb-logs': (folder) => {
    mkdirSync(join(folder, 'alb-logs'));
    // Plain: how small it becomes depends on the version of zlib.
    writeFileSync(join(folder, 'alb-logs/1.log'), `${scenario().join('\n')}\n`);
  },
  /** AWS before the first deployment. */
  'no stack': (folder) => fakeCloudFormation(folder, 'Stack with id chat does not exist'),
  /** A stack with an instance that was stopped, and 502s since. */
  'a stack in trouble': (folder) => standIn(folder, inTrouble()),
};

/** A module that the command loads first: CloudFormation in its own process, which refuses every call. */
const fakeCloudFormation = (folder: string, message: string): void =>
  writeFileSync(
    join(folder, 'preload.mjs'),
    `import { createServer } from 'node:http';
const body = '<ErrorResponse><Error><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>';
const server = createServer((_, response) => response.writeHead(400, { 'content-type': 'text/xml' }).end(body));
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
server.unref();
Object.assign(process.env, {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:' + server.address().port,
  AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x',
});
`,
  );

/** A program `aws` that runs JavaScript. */
function standIn(folder: string, code: string): void {
  mkdirSync(join(folder, 'bin'));
  const file = join(folder, 'bin/aws');
  writeFileSync(file, `#!${process.execPath}\n${code}\n`);
  chmodSync(file, 0o755);
}

function inTrouble(): string {
  const recorded = JSON.parse(readFileSync('test/doctor/recorded/healthy.json', 'utf8')) as {
    args: string[];
    answer: object;
  }[];
  const answers = Object.fromEntries(recorded.map(({ args, answer }) => [args[1], answer]));
  const TemplateBody = renderYaml(buildTemplate(parseConfig({ name: 'chat' })));
  answers['get-template'] = { TemplateBody };
  return `const answers = ${JSON.stringify(answers)};
const [, operation, ...rest] = process.argv.slice(2);
const answer = answers[operation];
if (operation === 'describe-target-health')
  Object.assign(answer.TargetHealthDescriptions[0].TargetHealth, {
    State: 'unused', Reason: 'Target.InvalidState', Description: 'Target is in the stopped state',
  });
if (operation === 'describe-instances')
  answer.Reservations[0].Instances[0].State = { Code: 80, Name: 'stopped' };
if (operation === 'get-metric-data') {
  const minutesAgo = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
  const values = {
    HTTPCode_ELB_502_Count: [[39, 4], [30, 5], [12, 3]],
    RequestCount: [[39, 90], [30, 80], [12, 85]],
  };
  const queries = JSON.parse(rest[rest.indexOf('--metric-data-queries') + 1]);
  answer.MetricDataResults = queries.map(({ Id, Label, MetricStat }) => {
    const points = values[MetricStat.Metric.MetricName] ?? [];
    return {
      Id, Label, StatusCode: 'Complete',
      Timestamps: points.map(([minutes]) => minutesAgo(minutes)), Values: points.map(([, value]) => value),
    };
  });
}
console.log(JSON.stringify(answer ?? {}));`;
}
