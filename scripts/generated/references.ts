// Reference pages, a schema and the settings of the snippets, generated from the tables in the source.
import { readFile } from 'node:fs/promises';
import { load } from 'js-yaml';
import { rulesReference } from '../../src/check/reference.ts';
import type { ConfigInput } from '../../src/config/schema/index.ts';
import { jsonSchema } from '../../src/config/json-schema.ts';
import { configReference } from '../../src/config/reference.ts';
import { parseConfig } from '../../src/config/validate.ts';
import { diagnosesReference } from '../../src/doctor/report/reference.ts';
import { settingsModule } from '../../src/snippets/server-code.ts';
import { verifyReference } from '../../src/verify/report/reference.ts';
import { graph, routingGraph, svg, withDiagram } from '../diagram.ts';
import type { GeneratedFile } from './file.ts';

export const references = (): GeneratedFile[] => [
  { path: 'docs/config.md', content: configReference },
  { path: 'docs/rules.md', content: rulesReference },
  { path: 'docs/diagnoses.md', content: diagnosesReference },
  { path: 'docs/verify.md', content: verifyReference },
  { path: 'docs/diagram.svg', content: () => svg(graph()) },
  { path: 'README.md', content: async () => withDiagram(await readFile('README.md', 'utf8'), graph()) },
  ...['docs/routes.md', 'docs/service.md'].map((path) => ({
    path,
    content: async () => withRouting(path, await readFile(path, 'utf8')),
  })),
  {
    path: 'schemas/config.schema.json',
    content: () => `${JSON.stringify(jsonSchema(), undefined, 2)}\n`,
  },
  { path: 'templates/snippets/settings.ts', content: () => settingsModule(parseConfig({})) },
];

/** The page with a diagram of the first config on it. */
function withRouting(path: string, page: string): string {
  const [, config] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  if (config === undefined) throw new Error(`${path} has no config to draw`);
  return withDiagram(page, routingGraph(load(config) as ConfigInput));
}
