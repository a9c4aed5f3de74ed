// Templates and CDK code of the presets and the cases: some in full, the others as a diff from production.
import { buildStack } from '../../src/cdk/stack.ts';
import { printFile } from '../../src/cdk/source/print-file.ts';
import { parseConfig } from '../../src/config/validate.ts';
import { buildTemplate } from '../../src/template/build.ts';
import { renderYaml } from '../../src/template/render.ts';
import { CDK_CASES } from '../../test/cdk/cases.ts';
import { presetInput, presetNames } from '../../test/helpers/presets.ts';
import { CASES } from '../../test/template/cases.ts';
import { difference } from './difference.ts';
import type { GeneratedFile } from './file.ts';

/** Cases that add so much that a diff would be harder to read. */
const WHOLE: ReadonlySet<string> = new Set([
  'every-log',
  'new-vpc-dual-stack-three-zones',
  'notify-topic-metrics-dns-waf',
]);

/** May contain nothing else. */
export const GOLDEN_FOLDER = 'test/golden';
const BASE = 'production';

const template = (input: unknown): string => renderYaml(buildTemplate(parseConfig(input)));
const stack = (input: unknown): string => printFile(buildStack(parseConfig(input), 'ChatStack').source);

interface Kind {
  readonly folder: string;
  readonly extension: string;
  readonly textOf: (input: unknown) => string;
}

const TEMPLATES: Kind = { folder: `${GOLDEN_FOLDER}/template`, extension: 'yaml', textOf: template };
const STACKS: Kind = { folder: `${GOLDEN_FOLDER}/cdk`, extension: 'ts', textOf: stack };

const whole = ({ folder, extension, textOf }: Kind, name: string, input: unknown): GeneratedFile => ({
  path: `${folder}/${name}.${extension}`,
  content: () => textOf(input),
});

const differing = ({ folder, textOf }: Kind, name: string, input: unknown): GeneratedFile => ({
  path: `${folder}/${name}.diff`,
  content: () => difference({ name: BASE, text: textOf(presetInput(BASE)) }, { name, text: textOf(input) }),
});

const cases = (kind: Kind, inputs: Readonly<Record<string, unknown>>): GeneratedFile[] =>
  Object.entries(inputs).map(([name, input]) => (WHOLE.has(name) ? whole : differing)(kind, name, input));

/** The templates of the presets are part of the package, so they are not among the goldens. */
export const goldens = (): GeneratedFile[] => [
  ...presetNames.map((name) => ({
    path: `templates/${name}/template.yaml`,
    content: () => template(presetInput(name)),
  })),
  ...cases(TEMPLATES, CASES),
  ...presetNames.map((name) => whole(STACKS, name, presetInput(name))),
  ...cases(STACKS, { ...CASES, ...CDK_CASES }),
];
