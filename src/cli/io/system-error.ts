/** Messages for operating system errors when reading or writing files. */
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
  EBUSY: 'it is in use, or something is mounted there',
  EMFILE: 'too many files are open',
};

/** The message for an operating system error, such as a full disk; undefined for anything else, such as a bug here. */
export function systemError(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return SYSTEM_ERRORS[code];
}
