// THIRD-PARTY-NOTICES: the licenses of everything that esbuild's metafiles list as bundled.
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
      // Only what a bundle really contains: inputs removed by tree shaking are not shipped.
      .flatMap(({ outputs }) => Object.values(outputs))
      .flatMap(({ inputs }) => Object.entries(inputs))
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0])
      .filter((folder) => folder !== undefined),
  );
  // Many packages have the same text.
  /** @type {Map<string, string[]>} */
  const names = new Map();
  for (const folder of [...folders].toSorted()) {
    const { name, text } = await notice(folder);
    names.set(text, [...(names.get(text) ?? []), name]);
  }
  const line = '='.repeat(80);
  const texts = [...names].map(([text, packages]) => `${line}\n${packages.join('\n')}\n${line}\n\n${text}\n`);
  return `websocket-alb contains code from these packages.\n\n${texts.join('\n')}`;
}

/** A license whose text contains no name or year, so this package's own copy can be used. */
const SAME_FOR_ALL = { license: 'Apache-2.0', file: 'LICENSE' };

/** @param {string} folder */
async function notice(folder) {
  /** @type {{ name: string, version: string, license?: string }} */
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((each) => /^licen[cs]e([.-]|$)/i.test(each));
  const path = file ? join(folder, file) : license === SAME_FOR_ALL.license ? SAME_FOR_ALL.file : undefined;
  if (path === undefined) throw new Error(`${name} is bundled and has no license text; see ${folder}`);
  return {
    name: `${name} ${version} (${license ?? 'see below'})`,
    text: (await readFile(path, 'utf8')).trim(),
  };
}
