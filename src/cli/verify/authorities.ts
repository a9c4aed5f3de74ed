// --ca: certificates of certificate authorities.
import { X509Certificate } from 'node:crypto';
import { KnownError } from '../../common/known-error.ts';
import { readText } from '../io/input.ts';
import { systemError } from '../io/system-error.ts';

const MAX_BYTES = 4 * 2 ** 20;

/** The text of a PEM file. @throws {KnownError} when it cannot be read or contains no certificate. */
export function readAuthorities(path: string): string {
  let text: string;
  try {
    text = readText(path, MAX_BYTES);
  } catch (error) {
    const reason = systemError(error) ?? (error instanceof Error ? error.message : '');
    throw new KnownError(`Cannot read ${path}: ${reason}.`, {
      remedy: 'Name a file with certificates as PEM.',
      cause: error,
    });
  }
  try {
    void new X509Certificate(text);
  } catch (error) {
    throw new KnownError(`${path} contains no certificate.`, {
      allowed: 'certificates as PEM (-----BEGIN CERTIFICATE-----)',
      cause: error,
    });
  }
  return text;
}
