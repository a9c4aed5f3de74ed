// Plans and states of a real Terraform with its AWS provider, against moto. The provider comes from a local mirror: nothing is
// downloaded.
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { check } from '../../src/check/check.ts';
import { subjectOf } from '../../src/check/report.ts';
import { readTerraform } from '../../src/terraform/template.ts';
import { needs, run, skipIf, startFakeAws, temporaryFolder, type FakeAws } from '../helpers/tools.ts';

const FIXTURES = fileURLToPath(new URL('fixtures/', import.meta.url));

/** Folders with providers, laid out by `terraform providers mirror` or unpacked from an archive. */
const MIRRORS = [
  process.env['TF_PLUGIN_MIRROR'] ?? '',
  join(homedir(), '.terraform.d/plugins'),
  '/usr/share/terraform/plugins',
  '/usr/local/share/terraform/plugins',
  // Packages that are not part of the system have their own folders.
  ...(existsSync('/opt') ? readdirSync('/opt').map((name) => join('/opt', name)) : []),
];
const MIRROR = MIRRORS.find((folder) => existsSync(join(folder, 'registry.terraform.io/hashicorp/aws')));

/** Terraform, moto, and a mirror of the provider. */
function tools() {
  const programs = needs('terraform', 'moto_server');
  if (programs.skip || MIRROR !== undefined) return programs;
  const because = 'no mirror of the provider hashicorp/aws (TF_PLUGIN_MIRROR names one)';
  if (process.env['REQUIRE_AWS_TOOLS'] === '1') throw new Error(`REQUIRE_AWS_TOOLS is set, and ${because}`);
  return skipIf(true, because);
}

const findingsIn = (json: string, least: 'warning' | 'info' = 'warning'): string[] => {
  const result = check(() => readTerraform(json));
  if (!result.ok) throw new Error(result.reason);
  return result.findings
    .filter(({ severity }) => least === 'info' || severity !== 'info')
    .map((finding) => `${finding.code} ${subjectOf(finding)}`)
    .toSorted();
};

describe('Terraform', tools(), () => {
  let fake: FakeAws;
  beforeAll(async () => {
    fake = await startFakeAws();
  });

  /** A folder that is ready to plan. */
  async function prepared(fixture: string) {
    const folder = temporaryFolder();
    cpSync(join(FIXTURES, fixture), folder, { recursive: true });
    cpSync(join(FIXTURES, 'provider.tf'), join(folder, 'provider.tf'));
    const config = join(folder, 'terraform.rc');
    writeFileSync(
      config,
      `provider_installation {\n  filesystem_mirror {\n    path = "${MIRROR ?? ''}"\n  }\n}\n`,
    );
    mkdirSync(join(folder, 'data'));
    const env = {
      TF_CLI_CONFIG_FILE: config,
      TF_DATA_DIR: join(folder, 'data'),
      TF_VAR_endpoint: fake.env['AWS_ENDPOINT_URL'],
      TF_IN_AUTOMATION: '1',
      CHECKPOINT_DISABLE: '1',
    };
    const terraform = async (...args: string[]): Promise<string> => {
      const { status, stdout, stderr } = await run('terraform', args, { cwd: folder, env });
      if (status !== 0) throw new Error(`terraform ${args.join(' ')}: ${stderr}`);
      return stdout;
    };
    await terraform('init', '-input=false', '-no-color');
    return terraform;
  }

  it('finds the faults at their addresses in a plan with modules shaped like terraform-aws-modules/alb', async () => {
    const terraform = await prepared('root');
    await terraform('plan', '-input=false', '-no-color', '-out', 'plan.bin');
    const json = await terraform('show', '-json', 'plan.bin');
    expect(findingsIn(json)).toEqual([
      'attribute-value module.shared.aws_lb.this[0] idle_timeout',
      'connection-count-statistic aws_cloudwatch_metric_alarm.connections statistic',
      'health-check-timeout module.ws["blue"].aws_lb_target_group.this health_check.timeout',
      'health-check-timeout module.ws["green"].aws_lb_target_group.this health_check.timeout',
      'idle-timeout-short aws_lb.chat',
      'listener-port-closed aws_lb_listener.http port',
      'metric-dimensions aws_cloudwatch_metric_alarm.connections dimensions',
      'rule-shadowed aws_lb_listener_rule.old["second"]',
      'slow-start-algorithm module.shared.aws_lb_target_group.this["ws"] slow_start',
    ]);
    // A block without enabled is off: the provider's default, which is not in the configuration.
    expect(findingsIn(json, 'info')).toContain('access-logs aws_lb.chat access_logs.enabled');
  });

  it('finds nothing in a correct configuration, as a plan and as a state', async () => {
    const terraform = await prepared('right');
    await terraform('plan', '-input=false', '-no-color', '-out', 'plan.bin');
    expect(findingsIn(await terraform('show', '-json', 'plan.bin'))).toEqual([]);
    // A load balancer alone takes half a minute, because the provider waits before it queries its state.
    await terraform('apply', '-input=false', '-no-color', '-auto-approve', '-target=aws_lb_target_group.ws');
    const shown = await terraform('show', '-json');
    expect(findingsIn(shown)).toEqual([]);
    expect(findingsIn(await terraform('state', 'pull'))).toEqual([]);
  });
});
