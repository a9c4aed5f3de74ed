// The script and the style sheet that HTML pages embed; created by the build.
import { readFileSync } from 'node:fs';
import type { PageAssets } from '../../page/types.ts';
import { packageFile } from '../io/package-file.ts';

export const pageAssets = (): PageAssets =>
  JSON.parse(readFileSync(packageFile('dist/page.json'), 'utf8')) as PageAssets;
