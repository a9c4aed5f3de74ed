// `npm run bench [-- NAME…] [-- --json]`: every bench, or those named, as one table.
import process from 'node:process';

const BENCHES = ['start-up', 'cdk', 'check', 'sockets', 'logs'];

const named = process.argv.slice(2).filter((each) => !each.startsWith('--'));
const unknown = named.filter((each) => !BENCHES.includes(each));
if (unknown.length > 0) throw new Error(`no bench ${unknown.join(', ')}; there are ${BENCHES.join(', ')}`);

const isJson = process.argv.includes('--json');
const results = [];
for (const name of named.length > 0 ? named : BENCHES) {
  /** @type {{ title: string, run: () => Promise<import('./measure.mjs').Row[]> | import('./measure.mjs').Row[] }} */
  const bench = await import(`./${name}.mjs`);
  const rows = await bench.run();
  results.push({ name, rows });
  if (isJson) continue;
  console.log(bench.title);
  for (const { what, baseline, ratio, min, max, rounds, note } of rows)
    console.log(
      `  ${ratio.toFixed(2)}×  (${min.toFixed(2)}–${max.toFixed(2)}, ${rounds} rounds)  ${what}  against ${baseline}` +
        (note === undefined ? '' : `\n         ${note}`),
    );
}
if (isJson) console.log(JSON.stringify(results, undefined, 2));
