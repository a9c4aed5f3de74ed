// Lists at the end of a run what was skipped, by the reason given where the skip is declared: needs() in tools.ts puts it into
// the metadata of a test or of the suite around it.
import type { Reporter, TestCase, TestModule } from 'vitest/node';

declare module 'vitest' {
  interface TaskMeta {
    skippedBecause?: string;
  }
}

function reasonOf(test: TestCase): string {
  for (let task: TestCase | TestCase['parent'] = test; task.type !== 'module'; task = task.parent) {
    const { skippedBecause } = task.meta();
    if (skippedBecause !== undefined) return skippedBecause;
  }
  return 'no reason is given';
}

export class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = new Map<string, Map<string, number>>();
    for (const module of modules)
      for (const test of module.children.allTests('skipped')) {
        const files = skipped.get(reasonOf(test)) ?? new Map<string, number>();
        files.set(module.relativeModuleId, (files.get(module.relativeModuleId) ?? 0) + 1);
        skipped.set(reasonOf(test), files);
      }
    if (skipped.size === 0) return;
    const lines = [...skipped].flatMap(([reason, files]) => [
      `   ${reason}`,
      ...[...files].map(([file, count]) => `     ${file} (${count})`),
    ]);
    process.stdout.write(`\n Skipped, by reason:\n${lines.join('\n')}\n`);
  }
}
