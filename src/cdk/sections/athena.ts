import { createsLogBucket } from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import { ID } from '../../template/names.ts';
import type { Resource, Section } from '../../template/types.ts';
import { propertiesOf, type References } from '../from-template.ts';
import { athena as athenaLibrary, glue, s3 } from '../library.ts';
import { tagName, type Part, type Sections } from '../part.ts';
import { call, create, member, name, THIS, type Expression } from '../source/nodes.ts';
import { BLANK, declare, run, type Statement } from '../source/statements.ts';
import { outputsOf } from './outputs.ts';

/** CDK has no L2 constructs for Glue tables and Athena, so this uses L1 constructs with the template's properties. */
export function athena(config: Config, sections: Sections): Part | undefined {
  const section = sections.get('Athena');
  if (!section) return undefined;
  const created = createsLogBucket(config);
  return {
    statements: [run(call(THIS, 'createLogTables', ...(created ? [name('logBucket')] : [])))],
    methods: [
      {
        modifiers: 'private',
        name: 'createLogTables',
        parameters: created ? [{ name: 'logBucket', type: member(s3, 'Bucket') }] : [],
        returns: name('void'),
        doc: section.why,
        body: [...body(config, section), BLANK, ...outputsOf(section, REFERENCES)],
      },
    ],
  };
}

const REFERENCES: References = {
  [ID.logBucket]: member(name('logBucket'), 'bucketName'),
  [ID.logDatabase]: member(name('database'), 'ref'),
  [ID.athenaWorkGroup]: member(name('workGroup'), 'ref'),
};

/**
 * Resources that others refer to get a variable. The ids of the workgroup and of its output would be the same, so one
 * of them differs.
 */
const VARIABLES: Readonly<Record<string, { variable: string; id: string }>> = {
  [ID.logDatabase]: { variable: 'database', id: ID.logDatabase },
  [ID.athenaWorkGroup]: { variable: 'workGroup', id: 'LogWorkGroup' },
};

const CONSTRUCTS: Readonly<Record<string, Expression>> = {
  'AWS::Glue::Database': member(glue, 'CfnDatabase'),
  'AWS::Glue::Table': member(glue, 'CfnTable'),
  'AWS::Athena::WorkGroup': member(athenaLibrary, 'CfnWorkGroup'),
  'AWS::Athena::NamedQuery': member(athenaLibrary, 'CfnNamedQuery'),
};

const body = (config: Config, { resources = {} }: Section): Statement[] =>
  Object.entries(resources).flatMap(([id, resource]) => {
    const named = VARIABLES[id];
    const construct = constructOf(named?.id ?? id, resource);
    if (!named) return [run(construct)];
    const hasTags = resource.Properties['Tags'] !== undefined;
    return [
      declare(named.variable, construct),
      ...(hasTags ? tagName(name(named.variable), config, 'athena') : []),
    ];
  });

function constructOf(id: string, { Type, Properties }: Resource): Expression {
  const construct = CONSTRUCTS[Type];
  if (!construct) throw new Error(`no construct for ${Type}`);
  const { Tags: _, ...properties } = Properties;
  return create(construct, THIS, id, propertiesOf(properties, REFERENCES));
}
