// The report as an HTML page, to standard output or a file. Loaded only for --format html.
import { pageModel } from '../../logs/page/model.ts';
import type { Recognition } from '../../logs/recognition.ts';
import type { Report } from '../../logs/report/types.ts';
import type { ScanResult } from '../../logs/types.ts';
import { buildPage } from '../../page/build.ts';
import { writeResult } from '../io/output.ts';
import { pageAssets } from '../shared/page-assets.ts';

export function printPage(
  result: ScanResult,
  report: Report,
  recognition: Recognition,
  output: string | undefined,
): void {
  writeResult(buildPage(pageModel(result, report, recognition), pageAssets()), output);
}
