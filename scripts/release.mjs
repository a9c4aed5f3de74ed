// `npm run release` prepares the next version from the files in .changeset: updates the number in package.json, the
// lock file, the examples in the docs and everything generated, and adds to CHANGELOG.md. It commits and publishes
// nothing.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

run('npx', ['changeset', 'version']);
run('npm', ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund']);

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const docs = ['README.md', ...readdirSync('docs').map((name) => join('docs', name))];
for (const file of docs.filter((name) => name.endsWith('.md'))) {
  const text = readFileSync(file, 'utf8');
  // Matches `websocket-alb@0.1.0`, `websocket-alb@v0.1.0`, `rev: v0.1.0`, and the same tag in a sentence.
  const current = text.replaceAll(/(websocket-alb@v?|rev: v|`v)\d+\.\d+\.\d+/g, `$1${version}`);
  if (current !== text) writeFileSync(file, current);
}
run('npm', ['run', 'generate']);
run('npx', ['prettier', '--write', '--log-level', 'warn', 'CHANGELOG.md', 'docs']);

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
