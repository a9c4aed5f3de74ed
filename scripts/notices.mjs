// THIRD-PARTY-NOTICES: the licenses of what is bundled, as esbuild's metafiles say what is.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @param {readonly import('esbuild').Metafile[]} metafiles
 * @returns {Promise<string>}
 * @throws {Error} when a bundled package has no license text.
 */
export async function notices(metafiles) {
  const folders = new Set(
    metafiles
      // What a bundle really holds; inputs that were shaken out are not shipped.
      .flatMap(({ outputs }) => Object.values(outputs))
      .flatMap(({ inputs }) => Object.entries(inputs))
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0])
      .filter((folder) => folder !== undefined),
  );
  const texts = [];
  for (const folder of [...folders].toSorted()) texts.push(await notice(folder));
  return `websocket-alb holds code of these packages.\n\n${texts.join('\n')}`;
}

/** @param {string} folder */
async function notice(folder) {
  /** @type {{ name: string, version: string, license?: string }} */
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((each) => /^licen[cs]e([.-]|$)/i.test(each));
  if (!file) throw new Error(`${name} is bundled and has no license text; see ${folder}`);
  const text = await readFile(join(folder, file), 'utf8');
  return `${'='.repeat(80)}\n${name} ${version} (${license ?? 'see below'})\n${'='.repeat(80)}\n\n${text.trim()}\n`;
}
