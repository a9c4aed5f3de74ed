/** An error that the user can fix. It is told in words, without a stack, and the command exits with its code. */
export class KnownError extends Error {
  readonly code = 'ERR_KNOWN';
  readonly exitCode: number;
  /** Where: a file and line, an option. */
  readonly where: string | undefined;
  readonly allowed: string | undefined;
  readonly remedy: string | undefined;
  constructor(
    what: string,
    {
      exitCode = 2,
      where,
      allowed,
      remedy,
      cause,
    }: { exitCode?: number; where?: string; allowed?: string; remedy?: string; cause?: unknown } = {},
  ) {
    super(what, { cause });
    this.name = 'KnownError';
    this.exitCode = exitCode;
    this.where = where;
    this.allowed = allowed;
    this.remedy = remedy;
  }
}

/** The words for what the system refuses when a file is read or written. */
const SYSTEM_ERRORS: Record<string, string> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EEXIST: 'it exists, and is not a directory',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
  EDQUOT: 'the disk quota is exceeded',
  EIO: 'input/output error',
  EFBIG: 'the file is too large',
};

/** Tells an error of the operating system, such as a full disk, from a mistake of ours. */
export function systemError(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return SYSTEM_ERRORS[code];
}
