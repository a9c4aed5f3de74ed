// The report as an HTML page. Loaded only for --format html.
import type { Config } from '../../config/schema/index.ts';
import { buildPage } from '../../page/build.ts';
import { courseOf } from '../../rollout/course.ts';
import { pageModel } from '../../rollout/page/model.ts';
import type { RolloutReport } from '../../rollout/report.ts';
import { writeResult } from '../io/output.ts';
import { pageAssets } from '../shared/page-assets.ts';

export function printPage(report: RolloutReport, { service }: Config, output: string | undefined): void {
  const { settings, workload, outcome } = report;
  const course = courseOf(settings.strategy, workload, settings, outcome.seconds);
  const waits =
    service === false
      ? undefined
      : { gracePeriod: service.healthCheckGracePeriod, stopTimeout: service.stopTimeout };
  writeResult(buildPage(pageModel(report, course, waits), pageAssets()), output);
}
