import { METRIC_NAMESPACE, METRIC_PERIOD_SECONDS } from '../../alb/metrics.ts';
import { APPLICATION_DIMENSION } from '../../config/application-metrics.ts';
import type { Config } from '../../config/schema/index.ts';
import {
  dashboardOf,
  PERIOD_OVERRIDE,
  WIDGET_HEIGHT,
  WIDGET_WIDTH,
  type ExpressionLine,
  type Graph,
  type MetricLine,
  type Widget,
} from '../../monitoring/dashboard.ts';
import { escapeSub, ref, select, split, sub, variable } from '../intrinsics.ts';
import { compactJsonForSub, verbatim } from '../json.ts';
import { ACCOUNT, ID, PARTITION, REGION, STACK_NAME } from '../names.ts';
import type { Section } from '../types.ts';

export const GRID_WIDTH = 2 * WIDGET_WIDTH;
export const ALARM_STATES_HEIGHT = 2;
const COMMON_STATISTIC = 'Sum';

/** The CloudWatch dashboard. Its name carries the Region, because dashboards are global to an account. */
export function dashboard(config: Config): Section[] {
  if (!config.dashboard) return [];
  const body = compactJsonForSub({
    periodOverride: PERIOD_OVERRIDE,
    widgets: place(dashboardOf(config), config),
  });
  return [
    {
      title: 'Dashboard',
      why: [
        'Every metric names its dimensions: without them CloudWatch shows an empty graph.',
        'Periods stay as they are (inherit): a Sum of connections over five minutes would read five times too high.',
      ],
      resources: {
        [ID.dashboard]: {
          Type: 'AWS::CloudWatch::Dashboard',
          Properties: {
            DashboardName: sub`${STACK_NAME}-${REGION}`,
            DashboardBody: {
              'Fn::Sub': [
                body,
                // The full names, taken from the ARNs: "app/name/id" and "targetgroup/name/id". GetAtt would give the
                // same on AWS, but not on the local stand-ins that templates are tried on.
                {
                  LoadBalancer: select(1, split('loadbalancer/', ref(ID.loadBalancer))),
                  TargetGroup: select(5, split(':', ref(ID.targetGroup))),
                },
              ],
            },
          },
        },
      },
      outputs: {
        DashboardName: {
          Description: 'Name of the CloudWatch dashboard',
          Value: sub`${STACK_NAME}-${REGION}`,
        },
      },
    },
  ];
}

/** Puts the widgets on the grid: alarm states over the whole width, graphs two in a row. */
function place(widgets: readonly Widget[], config: Config): unknown[] {
  let x = 0;
  let y = 0;
  return widgets.map((widget) => {
    const wide = widget.kind === 'alarms';
    const position = {
      x,
      y,
      width: wide ? GRID_WIDTH : WIDGET_WIDTH,
      height: wide ? ALARM_STATES_HEIGHT : WIDGET_HEIGHT,
    };
    x += position.width;
    if (x >= GRID_WIDTH) [x, y] = [0, y + position.height];
    return wide
      ? {
          type: 'alarm',
          ...position,
          properties: {
            title: escapeSub(widget.title),
            alarms: widget.alarms.map((alarm) =>
              verbatim(
                `arn:${variable(PARTITION)}:cloudwatch:${variable(REGION)}:${variable(ACCOUNT)}:alarm:${variable(STACK_NAME)}-${alarm.nameSuffix}`,
              ),
            ),
          },
        }
      : { type: 'metric', ...position, properties: graph(widget, config) };
  });
}

const graph = ({ title, lines, thresholds, unit }: Graph, config: Config) => ({
  title,
  view: 'timeSeries',
  // Of every line that does not say otherwise.
  stat: COMMON_STATISTIC,
  period: METRIC_PERIOD_SECONDS,
  region: verbatim(variable(REGION)),
  metrics: lines.map((line) => ('expression' in line ? expressionLine(line) : metricLine(line, config))),
  yAxis: { left: { label: unit, showUnits: false, min: 0 } },
  ...(thresholds.length > 0 && { annotations: { horizontal: thresholds } }),
});

const expressionLine = ({ expression, label, id }: ExpressionLine) => [{ expression, label, id }];

const metricLine = (
  { metric, dimensions, statistic, label, period, id, hidden, axis }: MetricLine,
  config: Config,
) => [
  ...source(dimensions, metric, config),
  {
    ...(statistic !== COMMON_STATISTIC && { stat: statistic }),
    ...(period !== METRIC_PERIOD_SECONDS && { period }),
    label,
    ...(id !== undefined && { id }),
    ...(hidden && { visible: false }),
    ...(axis === 'right' && { yAxis: 'right' }),
  },
];

/** Namespace, metric and dimensions, as a dashboard writes them. */
function source(dimensions: MetricLine['dimensions'], metric: string, config: Config): unknown[] {
  if (dimensions === 'application')
    return [
      config.metrics === false ? '' : config.metrics.namespace,
      metric,
      APPLICATION_DIMENSION,
      config.name,
    ];
  return [
    METRIC_NAMESPACE,
    metric,
    ...(dimensions === 'target-group' ? ['TargetGroup', verbatim(variable(ref('TargetGroup')))] : []),
    'LoadBalancer',
    verbatim(variable(ref('LoadBalancer'))),
  ];
}
