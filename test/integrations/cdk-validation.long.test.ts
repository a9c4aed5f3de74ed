// `websocket-alb/cdk` in apps that aws-cdk-lib synthesizes, with the built plugin.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IPolicyValidationPlugin, IPolicyValidationPluginBeta1 } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { WebSocketAlbValidation } from '../../src/cdk-plugin.ts';
import { BIN } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Violation {
  readonly ruleName: string;
  readonly severity: string;
  readonly violatingConstructs: readonly { readonly constructPath?: string }[];
}

const STACK = `
const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], publicSubnetIds: ['subnet-1', 'subnet-2'] });
const lb = new elbv2.ApplicationLoadBalancer(stack, 'Lb', { vpc, internetFacing: true });
`;

/** An app in JavaScript, synthesized as \`cdk synth\` runs it. */
function synthesize(body: string, beginning = 'const app = new App({ analyticsReporting: false });') {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'node_modules'));
  for (const name of ['aws-cdk-lib', 'constructs'])
    symlinkSync(join(root, 'node_modules', name), join(cwd, 'node_modules', name));
  symlinkSync(root, join(cwd, 'node_modules/websocket-alb'));
  const app = `import { App, NestedStack, Stack, Validations, aws_ec2 as ec2, aws_elasticloadbalancingv2 as elbv2 } from 'aws-cdk-lib';
import { WebSocketAlbValidation } from 'websocket-alb/cdk';
${beginning}
const stack = new Stack(app, 'Chat');
${body}
app.synth();
`;
  writeFileSync(join(cwd, 'app.mjs'), app);
  const done = spawnSync(process.execPath, ['app.mjs'], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: join(cwd, 'cdk.out'), CDK_VALIDATION: 'true' },
  });
  const report = (): { found: [string, string, string][]; suppressed: string[] } => {
    const { pluginReports } = JSON.parse(
      readFileSync(join(cwd, 'cdk.out/validation-report.json'), 'utf8'),
    ) as {
      pluginReports: { pluginName: string; violations: Violation[]; suppressedViolations?: Violation[] }[];
    };
    const own = pluginReports.filter(({ pluginName }) => pluginName === 'websocket-alb');
    return {
      found: own.flatMap(({ violations }) =>
        violations.flatMap(({ ruleName, severity, violatingConstructs }) =>
          violatingConstructs.map(({ constructPath = '' }): [string, string, string] => [
            ruleName,
            severity,
            constructPath,
          ]),
        ),
      ),
      suppressed: own.flatMap(({ suppressedViolations = [] }) =>
        suppressedViolations.map(({ ruleName }) => ruleName),
      ),
    };
  };
  return { cwd, status: done.status, output: `${done.stdout}${done.stderr}`, report };
}

const FAULTS = `${STACK}
Validations.of(app).addPlugins(new WebSocketAlbValidation());
lb.setAttribute('idle_timeout.timeout', '600');
const group = new elbv2.ApplicationTargetGroup(stack, 'Ws', { vpc, port: 8080, slowStart: Duration.seconds(60), loadBalancingAlgorithmType: 'least_outstanding_requests' });
class Inner extends NestedStack {
  constructor(scope, id) {
    super(scope, id);
    new elbv2.CfnTargetGroup(this, 'Cookies', { vpcId: 'vpc-1', port: 80, protocol: 'HTTP', targetGroupAttributes: [
      { key: 'stickiness.enabled', value: 'true' }, { key: 'stickiness.type', value: 'app_cookie' }, { key: 'stickiness.app_cookie.cookie_name', value: 'AWSALBx' } ] });
  }
}
new Inner(stack, 'Inner');
`.replaceAll('Duration.', '(await import("aws-cdk-lib")).Duration.');

it('reports three faults at their constructs, even in a nested stack, and fails the synthesis', () => {
  const { cwd, status, output, report } = synthesize(FAULTS);
  expect(status).not.toBe(0);
  const { found } = report();
  expect(
    found.filter(([, severity]) => severity === 'error').toSorted(([a], [b]) => a.localeCompare(b)),
  ).toEqual([
    ['attribute-unknown', 'error', 'Chat/Lb/Resource'],
    ['cookie-name-reserved', 'error', 'Chat/Inner/Cookies'],
    ['slow-start-algorithm', 'error', 'Chat/Ws/Resource'],
  ]);
  expect(found).toContainEqual(['access-logs', 'info', 'Chat/Lb/Resource']);
  expect(output).toContain('idle_timeout.timeout is not an attribute in LoadBalancerAttributes');
  expect(output).toContain('Did you mean idle_timeout.timeout_seconds?');
  // `check` of the assembly reports the same constructs.
  const { stdout } = spawnSync(process.execPath, [BIN, 'check', '-q', 'cdk.out/'], { cwd, encoding: 'utf8' });
  expect(stdout).toMatch(/error {2}attribute-unknown {2}Chat\/Lb \(Lb\w+\)/);
  expect(stdout).toMatch(/error {2}slow-start-algorithm {2}Chat\/Ws \(Ws\w+\)/);
  expect(stdout).toMatch(/error {2}cookie-name-reserved {2}Chat\/Inner\/Cookies \(Cookies\w*\)/);
  // The line that creates the construct.
  expect(output).toMatch(/app\.mjs:\d+/);
});

it('CDK can acknowledge a finding; warnings and info are shown, and the synthesis succeeds', () => {
  const { status, report, output } = synthesize(`${STACK}
lb.setAttribute('idle_timeout.timeout', '600');
Validations.of(lb).acknowledge({ id: 'websocket-alb::attribute-unknown', reason: 'a trial' });
Validations.of(app).addPlugins(new WebSocketAlbValidation({ ignore: ['tags'] }));`);
  expect({ status, output: output.includes('idle-timeout-short') }).toEqual({ status: 0, output: true });
  const { found, suppressed } = report();
  expect(suppressed).toEqual(['attribute-unknown']);
  const codes = found.map(([rule]) => rule);
  expect(codes).toContain('idle-timeout-short');
  expect(codes).not.toContain('attribute-unknown');
  expect(codes).not.toContain('tags');
});

it('the beta interface accepts the same plugin', () => {
  const { output, report } = synthesize(
    `${STACK}\nlb.setAttribute('idle_timeout.timeout', '600');`,
    'const app = new App({ analyticsReporting: false, policyValidationBeta1: [new WebSocketAlbValidation()] });',
  );
  expect(report().found).toContainEqual(['attribute-unknown', 'error', 'Chat/Lb/Resource']);
  expect(output).toContain('Did you mean idle_timeout.timeout_seconds?');
});

it('the types of aws-cdk-lib accept it', () => {
  const plugin = new WebSocketAlbValidation();
  const stable: IPolicyValidationPlugin = plugin;
  const beta: IPolicyValidationPluginBeta1 = plugin;
  expect([stable.name, beta.name]).toEqual(['websocket-alb', 'websocket-alb']);
});

it('says which option is wrong', () => {
  expect(() => new WebSocketAlbValidation({ ignore: ['tagz'] })).toThrow(
    'WebSocketAlbValidation: there is no rule "tagz". Did you mean tags?',
  );
  expect(() => new WebSocketAlbValidation({ ignored: [] } as object)).toThrow('has no option "ignored"');
});

it('an unreadable template does not stop the synthesis, but is reported', () => {
  const { success, violations } = new WebSocketAlbValidation().validate({
    templatePaths: ['/nowhere/x.json'],
  });
  expect(success).toBe(true);
  expect(violations).toMatchObject([{ ruleName: 'unreadable', severity: 'warning' }]);
});
