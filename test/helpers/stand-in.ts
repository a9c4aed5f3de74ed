import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './tools.ts';

/** A folder for PATH with an `aws` that runs a shell script. */
export function standIn(script: string): string {
  const bin = join(temporaryFolder(), 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'aws'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, 'aws'), 0o755);
  return bin;
}
