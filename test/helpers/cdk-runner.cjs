// Synthesizes many stacks in one process: loading the library takes longer than any of them.
// Reads {context, stackName, stacks: {name: {file, className, props}}} from standard input.
const { App } = require('aws-cdk-lib');
const { readFileSync } = require('node:fs');
const path = require('node:path');

const { context, stackName, stacks } = JSON.parse(readFileSync(0, 'utf8'));
/** @type {Record<string, unknown>} */
const results = {};
for (const [name, { file, className, props }] of Object.entries(stacks)) {
  try {
    const app = new App({ context, analyticsReporting: false, outdir: `cdk.out/${name}` });
    const stack = /** @type {Record<string, Function>} */ (require(path.resolve(file)))[className];
    Reflect.construct(stack ?? Object, [app, stackName, props]);
    const { template, messages } = app.synth().getStackByName(stackName);
    results[name] = { template, messages };
  } catch (error) {
    results[name] = { error: String(error) };
  }
}
process.stdout.write(JSON.stringify(results));
