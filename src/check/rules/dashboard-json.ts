import { cloudWatchApi } from '../../alb/sources.ts';
import { dashboardBody } from '../dashboards.ts';
import { entry } from '../node.ts';
import { each, resources, violation, type CheckRule } from '../rule.ts';

export const dashboardJson: CheckRule = {
  code: 'dashboard-json',
  severity: 'error',
  group: 'watching',
  title: 'Dashboard that is not JSON',
  why: 'CloudWatch refuses a DashboardBody that is not JSON, and the stack fails.',
  source: cloudWatchApi('PutDashboard'),
  judge: each(resources('AWS::CloudWatch::Dashboard'), ({ resource }, { resolver }) => {
    const body = dashboardBody(resource, resolver);
    if (!body) return 'not-applicable';
    if (body.ok) return 'met';
    return violation(entry(resource.properties, 'DashboardBody')?.line ?? resource.line, {
      reason: body.reason,
    });
  }),
  words: ({ reason }) => ({
    what: `DashboardBody is not JSON: ${String(reason).split('\n')[0]}.`,
    remedy: 'Look for a comma too many or too few.',
  }),
};
