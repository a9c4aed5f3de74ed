// The report as an HTML page. Loaded only for --format html.
import { VERSION } from '../../common/version.ts';
import type { Report } from '../../doctor/diagnose.ts';
import type { Observations } from '../../doctor/observations/observations.ts';
import { pageModel } from '../../doctor/report/page.ts';
import { buildPage } from '../../page/build.ts';
import { writeResult } from '../io/output.ts';
import { pageAssets } from '../shared/page-assets.ts';

export function printPage(
  report: Report,
  loadBalancers: readonly Observations[],
  output: string | undefined,
): void {
  writeResult(buildPage(pageModel(report, loadBalancers, VERSION), pageAssets()), output);
}
