// The version in package.json, for the bundles of the library and the command.
import { readFileSync } from 'node:fs';
import type { GeneratedFile } from './file.ts';

export const version = (): GeneratedFile => ({
  path: 'src/common/version.ts',
  content: () => {
    const { version: value } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly version: string;
    };
    return `// \`npm run generate\` wrote this from package.json, which the bundles do not read.\n\nexport const VERSION = '${value}';\n`;
  },
});
