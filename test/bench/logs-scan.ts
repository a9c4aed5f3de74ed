// What `generate logs` does before it writes its report.
import { scanPaths } from '../../src/cli/logs/scan-paths.ts';

void (async () => {
  const result = await scanPaths({ paths: process.argv.slice(2), kind: 'access' });
  const { lines, counted, malformed } = result;
  const { received, sent } = result.access?.total ?? {};
  process.stdout.write(JSON.stringify({ lines, counted, malformed, received, sent }));
})();
