// Where to keep caches.
import type { tmpdir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** What the choice of a folder depends on. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The effective user; undefined on Windows. */
  readonly user: number | undefined;
  /** node:os, which most runs do not need and which takes 1 % of the start-up time to load. */
  readonly os: () => { readonly tmpdir: typeof tmpdir; readonly userInfo: typeof userInfo };
}

/**
 * The user's cache directory, whether it exists or not: XDG_CACHE_HOME; else %LOCALAPPDATA%, ~/Library/Caches or ~/.cache.
 * A relative path is ignored, as the XDG Base Directory Specification requires. Undefined for a user without a home.
 */
export function userCacheFolder({
  env,
  platform,
  os,
}: Pick<Surroundings, 'env' | 'platform' | 'os'>): string | undefined {
  const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = env;
  if (XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME)) return XDG_CACHE_HOME;
  if (platform === 'win32') return LOCALAPPDATA && isAbsolute(LOCALAPPDATA) ? LOCALAPPDATA : undefined;
  const home = HOME && isAbsolute(HOME) ? HOME : homeOfAccount(os);
  if (home === undefined) return undefined;
  return platform === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache');
}

/** From the user database, for processes without HOME. */
function homeOfAccount(os: Surroundings['os']): string | undefined {
  try {
    const { homedir } = os().userInfo();
    return isAbsolute(homedir) ? homedir : undefined;
  } catch {
    return undefined;
  }
}

/** Candidate folders for caches, best first. Each is a path in parts whose first part exists. */
export function* cacheFolders(surroundings: Surroundings): Generator<readonly [base: string, ...string[]]> {
  const base = userCacheFolder(surroundings);
  if (base !== undefined) yield [base, 'websocket-alb', 'code-cache'];
  // World-writable: the user ID in the name keeps users apart, and the ownership checks do the rest.
  const temporary = surroundings.os().tmpdir();
  if (isAbsolute(temporary)) yield [temporary, `websocket-alb-${surroundings.user ?? 'user'}`, 'code-cache'];
}
