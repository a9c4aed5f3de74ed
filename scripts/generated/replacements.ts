// Which properties CloudFormation can change only by replacing the resource, from its resource schemas. Only for the
// resource types that matter here: the specification has 1,500.
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { format, resolveConfig } from 'prettier';
import { parseConfig } from '../../src/config/validate.ts';
import { buildTemplate, templateObject } from '../../src/template/build.ts';
import { presetInput, presetNames } from '../../test/helpers/presets.ts';
import { CASES } from '../../test/template/cases.ts';
import type { GeneratedFile } from './file.ts';

const PATH = 'src/alb/replacing-properties.ts';

/** Types that other people's templates often have besides ours. */
const OTHERS = [
  'AWS::ECS::Cluster',
  'AWS::ECS::Service',
  'AWS::ElasticLoadBalancingV2::ListenerRule',
  'AWS::IAM::Role',
];

export const replacements = (): GeneratedFile => ({
  path: PATH,
  content: async () => {
    const table = Object.fromEntries(types().map((type) => [type, propertiesOf(type)]));
    const text = `${HEADER}${JSON.stringify(table)};\n`;
    return format(text, { ...(await resolveConfig(PATH)), filepath: PATH });
  },
});

const HEADER = `// \`npm run generate\` wrote this from CloudFormation's resource schemas (createOnlyProperties and
// conditionalCreateOnlyProperties), as @aws-cdk/aws-service-spec carries them.

/** \`replaces\`: a change always replaces the resource; \`mayReplace\`: it depends on the values. */
export interface ReplacingProperties {
  readonly replaces: readonly string[];
  readonly mayReplace: readonly string[];
}

/** By type of resource. A type that is missing is not known, rather than never replaced. */
export const REPLACING_PROPERTIES: Readonly<Record<string, ReplacingProperties>> = `;

function types(): string[] {
  const inputs = [...presetNames.map(presetInput), ...Object.values(CASES)];
  const ours = inputs.flatMap((input) =>
    Object.values(templateObject(buildTemplate(parseConfig(input))).Resources).map(({ Type }) => Type),
  );
  return [...new Set([...ours, ...OTHERS])].filter((type) => type.startsWith('AWS::')).toSorted();
}

let loaded: ReturnType<typeof loadAwsServiceSpecSync> | undefined;

function propertiesOf(type: string): { readonly replaces: string[]; readonly mayReplace: string[] } {
  loaded ??= loadAwsServiceSpecSync();
  const [resource] = loaded.lookup('resource', 'cloudFormationType', 'equals', type);
  if (!resource) throw new Error(`the specification of CloudFormation has no ${type}`);
  const named = (kind: 'yes' | 'maybe') =>
    Object.entries(resource.properties)
      .filter(([, { causesReplacement }]) => causesReplacement === kind)
      .map(([name]) => name)
      .toSorted();
  // Nested properties, such as a member of a structure: a change of the outer one may replace the resource.
  const parts = (resource.additionalReplacementProperties ?? []).flatMap(([name]) => name ?? []);
  return {
    replaces: named('yes'),
    mayReplace: [...new Set([...named('maybe'), ...parts])].filter((name) => !named('yes').includes(name)),
  };
}
