// The script from `websocket-alb completion`, in a folder that contains the file "my file.yaml".
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { generate } from './cli.ts';
import { temporaryFolder } from './tools.ts';

/** The lines printed by a command, which must print no error. */
export function lines(cwd: string, command: string, args: readonly string[]): string[] {
  const { stdout, stderr, status } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout.split('\n').filter((line) => line !== '');
}

/** A folder with the script for a shell, named `script`. */
export async function withScript(shell: string): Promise<string> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'my file.yaml'), '');
  writeFileSync(join(folder, 'script'), (await generate(['completion', shell])).stdout);
  return folder;
}
