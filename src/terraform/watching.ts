// Alarms and dashboards.
import { items, list, properties, scalar, type Node, type Property } from '../check/node.ts';
import type { Resource } from '../check/template.ts';
import { record } from '../common/json.ts';
import type { Argument } from './argument.ts';
import { resourceOf, type Translation } from './translation.ts';

export const alarms = (translation: Translation): Resource[] =>
  translation.of('aws_cloudwatch_metric_alarm').map((one) => {
    const treat = one.at('treat_missing_data');
    return resourceOf(one, 'AWS::CloudWatch::Alarm', [
      ['AlarmName', one.at('alarm_name').node()],
      ['AlarmDescription', one.at('alarm_description').node()],
      ...metricOf(one, translation),
      ['Statistic', one.at('statistic').node()],
      ['ExtendedStatistic', one.at('extended_statistic').node()],
      ['Period', one.at('period').node()],
      // The provider sends "missing", which is CloudWatch's default.
      ['TreatMissingData', treat.isByDefault ? undefined : treat.node()],
      ['AlarmActions', translation.links(one.at('alarm_actions'))],
      ['Metrics', queriesOf(one.at('metric_query'), translation)],
    ]);
  });

const metricOf = (from: Argument, translation: Translation): Property[] => [
  ['Namespace', from.at('namespace').node()],
  ['MetricName', from.at('metric_name').node()],
  ['Dimensions', dimensionsOf(from.at('dimensions'), translation), from.at('dimensions').line],
];

function queriesOf(argument: Argument, translation: Translation): Node | undefined {
  const blocks = argument.blocks();
  if (!blocks) return argument.unknownNode();
  return items(
    argument.line,
    blocks.map((block) => {
      const metric = block.block('metric');
      if (!metric) return properties(block.line, [['Expression', block.at('expression').node()]]);
      const stat = properties(metric.line, [
        ['Metric', properties(metric.line, metricOf(metric, translation))],
        ['Stat', metric.at('stat').node()],
        ['Period', metric.at('period').node()],
      ]);
      return properties(block.line, [['MetricStat', stat]]);
    }),
  );
}

/** The resource type that each dimension identifies, to resolve unknown values. */
const TYPES: Readonly<Record<string, RegExp>> = {
  LoadBalancer: /^aws_a?lb$/,
  TargetGroup: /^aws_a?lb_target_group$/,
};

function dimensionsOf(argument: Argument, translation: Translation): Node | undefined {
  const { line } = argument;
  const known = record(argument.value);
  const roots = translation.roots(argument) ?? [];
  const names = new Set([...Object.keys(known), ...argument.unknownKeys()]);
  if (argument.isUnknown) {
    // An unknown member hides the whole map: what it refers to shows which dimensions it has.
    const found = roots.map(({ instance }) =>
      Object.keys(TYPES).find((key) => instance && TYPES[key]?.test(instance.type)),
    );
    if (found.length === 0 || found.includes(undefined)) return argument.unknownNode();
    for (const name of found) if (name !== undefined) names.add(name);
  }
  return items(
    line,
    [...names].map((name) => {
      const value = known[name];
      if (typeof value === 'string') return dimension(name, scalar(value, line), line);
      const own = roots.filter(({ instance }) => instance && TYPES[name]?.test(instance.type));
      const [root, second] = own;
      const node =
        root?.instance && !second
          ? translation.attribute({ ...root, instance: root.instance }, line)
          : argument.at(name).unknownNode();
      return dimension(name, node, line);
    }),
  );
}

const dimension = (name: string, value: Node, line: number): Node | undefined =>
  properties(line, [
    ['Name', scalar(name, line)],
    ['Value', value],
  ]);

export const dashboards = (translation: Translation): Resource[] =>
  translation
    .of('aws_cloudwatch_dashboard')
    .map((one) =>
      resourceOf(one, 'AWS::CloudWatch::Dashboard', [['DashboardBody', one.at('dashboard_body').node()]]),
    );

/** Load balancers can log through CloudWatch Logs too. */
export const deliverySources = (translation: Translation): Resource[] =>
  translation.of('aws_cloudwatch_log_delivery_source').map((one) => {
    const arn = translation.link(one.at('resource_arn'));
    return resourceOf(one, 'AWS::Logs::DeliverySource', [
      ['LogType', one.at('log_type').node()],
      ['ResourceArn', arn && list([arn], arn.line)],
    ]);
  });
