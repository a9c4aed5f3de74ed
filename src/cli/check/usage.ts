import { Option } from 'commander';
import { collect, type Usage } from '../shared/usage.ts';

/** The choices are for completion only: --fix alone means `safe`, and a file may follow it. */
const fixOption = (): Option => {
  const option = new Option(
    '--fix [how]',
    'write plain remedies into the files; =suggest: also what changes a deployment, =dry-run: only show the difference',
  )
    .preset('safe')
    .argParser(collect);
  option.argChoices = ['suggest', 'dry-run'];
  return option;
};

export const check: Usage = {
  name: 'check',
  summary:
    'say what ELB will refuse in templates, Terraform plans and Kubernetes manifests, and what hurts WebSockets',
  declare: (command) =>
    command
      .argument(
        '[files...]',
        'templates, plans, manifests, or folders of them; - or none reads standard input',
      )
      .addOption(
        new Option('--format <format>', 'how to report')
          .choices(['text', 'json', 'sarif', 'github'])
          .default('text'),
      )
      .option('--strict', 'let info count as findings too')
      .option('--ignore <codes>', 'leave rules out, separated by commas; repeatable', collect)
      .option(
        '--check-config <file>',
        'ignores, severities and paths; default: .websocket-alb-check.yaml here, or above it in the repository',
      )
      .option('--baseline <file>', 'findings that this file knows do not count')
      .addOption(
        new Option('--write-baseline <file>', 'make all findings of this run known').conflicts('baseline'),
      )
      .option('--skip-others', 'leave out files that hold nothing to check, without a word')
      .option('-q, --quiet', 'one line a finding, with --format text')
      .addOption(fixOption())
      .option('--list-rules', 'list all rules and exit')
      .option('-o, --output <file>', 'write to a file instead of standard output')
      .addHelpText(
        'after',
        `
Exit code: 0 nothing found above info (with --strict: nothing at all), 1 errors or warnings, 2 a file that cannot be judged.
What a file is shows in its content: a CloudFormation template, terraform show -json of a plan or state, or Kubernetes
manifests for the AWS Load Balancer Controller; all manifests of a run are judged together.
Of a folder, *.yaml, *.yml, *.json and *.template that are one of these are checked, in all its folders but hidden ones,
node_modules and links to folders, and *.config in .ebextensions. Nested templates that a template names by a path are
checked too, with the parameters that it passes. A damaged template counts as unreadable. A file that is reached twice is
checked once.
A template accepts a finding beside the resource, with a reason:
  Metadata: { websocket-alb: { ignore: [{ code: tls-policy-old, reason: old set-top boxes }] } }
What a project accepts is in .websocket-alb-check.yaml, where each ignore has a reason and may end on a day:
  ignore: [{ code: tls-only, reason: TLS ends at CloudFront, until: 2027-03-31, files: [edge/**] }]
  severities: { idle-timeout-short: error }
  exclude: [test/fixtures]

--fix changes templates and manifests only where they are refused as they are, or nothing changes in a deployment that works.
Comments and layout stay, and so does what the config or the baseline accepts. What is left is reported, and decides the exit
code. Standard input can only be shown, with --fix=dry-run.

Examples:
  npx websocket-alb check template.yaml
  npx websocket-alb template | npx websocket-alb check
  npx websocket-alb check cdk.out/
  npx websocket-alb check --fix=dry-run template.yaml
  npx websocket-alb check --write-baseline known.json cdk.out/   # and from then on: --baseline known.json
  terraform show -json plan.bin | npx websocket-alb check
  helm template . | npx websocket-alb check
  npx websocket-alb check --format sarif -o websocket-alb.sarif templates/*.yaml`,
      )
      .action(async (files, options) => {
        const { check } = await import('./command.ts');
        await check(files, options);
      }),
};
