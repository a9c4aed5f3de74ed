import { METRIC_NAMESPACE, METRIC_PERIOD_SECONDS } from '../../alb/metrics.ts';
import { APPLICATION_DIMENSION } from '../../config/application-metrics.ts';
import { applicationNamespace } from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import { dashboardOf, PERIOD_OVERRIDE, type Widget } from '../../monitoring/dashboard.ts';
import type { ExpressionLine, Graph, MetricLine } from '../../monitoring/graph.ts';
import { rowsOf, sizeOf } from '../../monitoring/layout.ts';
import { escapeSub, ref, select, split, sub, variable } from '../intrinsics.ts';
import { compactJsonForSub, verbatim } from '../json.ts';
import { targetGroupsOf } from '../../config/target-groups.ts';
import { ACCOUNT, ID, PARTITION, REGION, STACK_NAME, targetGroupId } from '../names.ts';
import type { Section } from '../types.ts';

const COMMON_STATISTIC = 'Sum';

/** The CloudWatch dashboard. Its name contains the Region, because dashboards are global to an account. */
export function dashboard(config: Config): Section[] {
  if (!config.dashboard) return [];
  const body = compactJsonForSub({
    periodOverride: PERIOD_OVERRIDE,
    widgets: place(dashboardOf(config)).map(([widget, position]) => draw(widget, position, config)),
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
                // The full names, taken from the ARNs: "app/name/id" and "targetgroup/name/id". GetAtt would return the
                // same on AWS, but not in the local emulators that templates are tested with.
                {
                  LoadBalancer: select(1, split('loadbalancer/', ref(ID.loadBalancer))),
                  ...Object.fromEntries(
                    targetGroupsOf(config).map(({ route, isAlternate }) => [
                      variableOf(route, isAlternate),
                      select(5, split(':', ref(targetGroupId(route, isAlternate)))),
                    ]),
                  ),
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

/** The Fn::Sub variable for the full name of a target group. */
const variableOf = (route: string | undefined, isAlternate = false): string =>
  route === undefined && !isAlternate ? 'TargetGroup' : targetGroupId(route, isAlternate);

interface Position {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Places the widgets on the grid, row by row. */
function place(widgets: readonly Widget[]): [Widget, Position][] {
  let y = 0;
  return rowsOf(widgets).flatMap((row) => {
    let x = 0;
    const top = y;
    return row.map((widget): [Widget, Position] => {
      const size = sizeOf(widget);
      const position = { x, y: top, ...size };
      x += size.width;
      y = Math.max(y, top + size.height);
      return [widget, position];
    });
  });
}

const draw = (widget: Widget, position: Position, config: Config) =>
  widget.kind === 'alarms'
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

const graph = ({ title, lines, thresholds, unit }: Graph, config: Config) => ({
  title,
  view: 'timeSeries',
  // For every line that does not set its own.
  stat: COMMON_STATISTIC,
  period: METRIC_PERIOD_SECONDS,
  region: verbatim(variable(REGION)),
  metrics: lines.map((line) => ('expression' in line ? expressionLine(line) : metricLine(line, config))),
  yAxis: { left: { label: unit, showUnits: false, min: 0 } },
  ...(thresholds.length > 0 && { annotations: { horizontal: thresholds } }),
});

const expressionLine = ({ expression, label, id }: ExpressionLine) => [{ expression, label, id }];

const metricLine = (
  { metric, dimensions, statistic, label, period, id, hidden, axis, route, isAlternate }: MetricLine,
  config: Config,
) => [
  ...source(dimensions, metric, config, variableOf(route, isAlternate)),
  {
    ...(statistic !== COMMON_STATISTIC && { stat: statistic }),
    ...(period !== METRIC_PERIOD_SECONDS && { period }),
    label,
    ...(id !== undefined && { id }),
    ...(hidden && { visible: false }),
    ...(axis === 'right' && { yAxis: 'right' }),
  },
];

/** Namespace, metric and dimensions in dashboard syntax. */
function source(
  dimensions: MetricLine['dimensions'],
  metric: string,
  config: Config,
  group: string,
): unknown[] {
  if (dimensions === 'application')
    return [applicationNamespace(config), metric, APPLICATION_DIMENSION, config.name];
  return [
    METRIC_NAMESPACE,
    metric,
    ...(dimensions === 'target-group' ? ['TargetGroup', verbatim(variable(ref(group)))] : []),
    'LoadBalancer',
    verbatim(variable(ref('LoadBalancer'))),
  ];
}
