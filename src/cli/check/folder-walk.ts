// Lists the files in a folder that are named like templates, and those that are skipped, with the reason.
import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { basename, join, sep } from 'node:path';

interface FoundFile {
  readonly file: string;
  readonly isLink: boolean;
}

/** Why a file, link or folder is skipped. SKIP_WORDS holds the wording for stderr: singular, plural. */
export type SkipReason = keyof typeof SKIP_WORDS;

export const SKIP_WORDS = {
  outside: ['link that leads out of the folder', 'links that lead out of the folder'],
  dangling: ['link to nothing', 'links to nothing'],
  loop: ['link that leads back to itself', 'links that lead back to themselves'],
  special: ['pipe, device or socket', 'pipes, devices or sockets'],
  unlisted: ['folder that cannot be listed', 'folders that cannot be listed'],
} as const;

export interface Skipped {
  readonly path: string;
  readonly reason: SkipReason;
}

interface Walk {
  readonly files: readonly FoundFile[];
  readonly skipped: readonly Skipped[];
}

const NAMED_AS_TEMPLATE = /\.(?:yaml|yml|json|template)$/;
/**
 * Elastic Beanstalk reads resources from *.config in this hidden folder; elsewhere .config files are something else.
 */
const BEANSTALK_FOLDER = '.ebextensions';
const NAMED_IN_BEANSTALK = /\.(?:config|yaml|yml|json|template)$/;

/**
 * Finds everything in a folder that is named like a template, except in node_modules and in hidden files and folders
 * other than .ebextensions. Links to files inside the folder are followed. Links to folders are not entered: what lies
 * inside the folder is found by its own name.
 */
export function walk(folder: string): Walk {
  const root = realpathSync(folder);
  const files: FoundFile[] = [];
  const skipped: Skipped[] = [];
  const enter = (path: string): void => {
    const inBeanstalk = basename(path) === BEANSTALK_FOLDER;
    for (const entry of entriesOf(path, skipped)) {
      const isHidden = entry.name.startsWith('.') && entry.name !== BEANSTALK_FOLDER;
      if (isHidden || entry.name === 'node_modules') continue;
      const at = join(path, entry.name);
      if (entry.isDirectory()) {
        enter(at);
        continue;
      }
      const isNamed = (inBeanstalk ? NAMED_IN_BEANSTALK : NAMED_AS_TEMPLATE).test(entry.name);
      const found = entry.isSymbolicLink()
        ? followed(at, root, isNamed)
        : isNamed
          ? kindOf(entry)
          : undefined;
      if (found === 'file') files.push({ file: at, isLink: entry.isSymbolicLink() });
      else if (found !== undefined) skipped.push({ path: at, reason: found });
    }
  };
  enter(folder);
  return { files, skipped };
}

function entriesOf(folder: string, skipped: Skipped[]): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    skipped.push({ path: folder, reason: 'unlisted' });
    return [];
  }
}

const kindOf = (entry: { isFile: () => boolean }): 'file' | 'special' =>
  entry.isFile() ? 'file' : 'special';

/** What a link leads to; undefined for what does not matter here, or is found by its own name. */
function followed(link: string, root: string, isNamed: boolean): 'file' | SkipReason | undefined {
  try {
    const target = realpathSync(link);
    const stat = statSync(target);
    const isInside = target === root || target.startsWith(root.endsWith(sep) ? root : root + sep);
    if (stat.isDirectory()) return isInside ? undefined : 'outside';
    if (!isNamed) return undefined;
    return isInside ? kindOf(stat) : 'outside';
  } catch (error) {
    if (!isNamed) return undefined;
    return error instanceof Error && 'code' in error && error.code === 'ELOOP' ? 'loop' : 'dangling';
  }
}
