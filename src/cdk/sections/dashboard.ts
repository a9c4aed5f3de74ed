import { METRIC_PERIOD_SECONDS } from '../../alb/metrics.ts';
import type { Config } from '../../config/schema/index.ts';
import { dashboardOf, PERIOD_OVERRIDE, type Widget } from '../../monitoring/dashboard.ts';
import type { ExpressionLine, Graph, MetricLine } from '../../monitoring/graph.ts';
import { rowsOf, sizeOf } from '../../monitoring/layout.ts';
import { ID } from '../../template/names.ts';
import { cloudwatch, duration, enumMember } from '../library.ts';
import { metricOf } from '../metrics.ts';
import { sectionOf, type Part, type Sections } from '../part.ts';
import {
  call,
  create,
  listOf,
  member,
  name,
  text,
  THIS,
  type Expression,
  type Value,
} from '../source/nodes.ts';
import { declare, run } from '../source/statements.ts';

const PERIOD = name('period');

/** The CloudWatch dashboard. */
export function dashboard(config: Config, sections: Sections): Part | undefined {
  if (!config.dashboard) return undefined;
  const widgets = dashboardOf(config);
  const withAlarms = widgets.some(({ kind }) => kind === 'alarms');
  return {
    statements: [run(call(THIS, 'createDashboard', ...(withAlarms ? [name('alarms')] : [])))],
    methods: [
      {
        modifiers: 'private',
        name: 'createDashboard',
        parameters: withAlarms ? [{ name: 'alarms', type: listOf(member(cloudwatch, 'Alarm')) }] : [],
        returns: name('void'),
        doc: sectionOf(sections, 'Dashboard').why,
        body: [
          declare('period', duration(METRIC_PERIOD_SECONDS)),
          run(
            create(member(cloudwatch, 'Dashboard'), THIS, ID.dashboard, {
              dashboardName: text`${member(THIS, 'stackName')}-${member(THIS, 'region')}`,
              periodOverride: enumMember(cloudwatch, 'PeriodOverride', PERIOD_OVERRIDE),
              widgets: rowsOf(widgets).map((row) => row.map((widget) => widgetOf(widget, config))),
            }),
          ),
        ],
      },
    ],
  };
}

const widgetOf = (widget: Widget, config: Config): Expression =>
  widget.kind === 'alarms'
    ? create(member(cloudwatch, 'AlarmStatusWidget'), {
        title: widget.title,
        alarms: name('alarms'),
        ...sizeOf(widget),
      })
    : create(member(cloudwatch, 'GraphWidget'), graph(widget, config));

function graph(widget: Graph, config: Config): Value {
  const { title, unit, lines, thresholds } = widget;
  const hidden = lines.filter((line): line is MetricLine => !('expression' in line) && line.hidden === true);
  const draw = (line: MetricLine | ExpressionLine): Value =>
    'expression' in line ? expressionOf(line, hidden, config) : lineOf(line, config);
  const shown = lines.filter((line) => 'expression' in line || !line.hidden);
  const isRight = (line: MetricLine | ExpressionLine) => 'axis' in line && line.axis === 'right';
  const right = shown.filter(isRight).map(draw);
  return {
    title,
    left: shown.filter((line) => !isRight(line)).map(draw),
    right: right.length > 0 ? right : undefined,
    leftYAxis: { label: unit, showUnits: false, min: 0 },
    leftAnnotations:
      thresholds.length > 0 ? thresholds.map(({ label, value }) => ({ label, value })) : undefined,
    ...sizeOf(widget),
  };
}

const lineOf = (
  { metric, dimensions, statistic, label, period, route, isAlternate }: MetricLine,
  config: Config,
): Expression =>
  metricOf(
    {
      metric,
      dimensions,
      statistic,
      label,
      route,
      isAlternate,
      period: period === METRIC_PERIOD_SECONDS ? PERIOD : duration(period),
    },
    config,
  );

/** An expression over lines that are not drawn themselves. */
const expressionOf = (
  { expression, label }: ExpressionLine,
  ingredients: readonly MetricLine[],
  config: Config,
): Expression =>
  create(member(cloudwatch, 'MathExpression'), {
    expression,
    usingMetrics: Object.fromEntries(ingredients.map((line) => [line.id ?? '', lineOf(line, config)])),
    label,
    period: PERIOD,
  });
