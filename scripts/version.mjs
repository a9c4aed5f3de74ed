// The version in package.json, for the bundles of the library and the command, which do not read it.
import { readFileSync } from 'node:fs';

/** @type {import('./generated/file.ts').GeneratedFile} */
export const version = {
  path: 'src/common/version.ts',
  content: () => {
    const { version: value } = JSON.parse(readFileSync('package.json', 'utf8'));
    return `// \`npm run generate\` wrote this from package.json, which the bundles do not read.\n\nexport const VERSION = '${value}';\n`;
  },
};
