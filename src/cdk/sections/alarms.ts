import type { Config } from '../../config/schema/index.ts';
import { alarmsOf, BOTH_GROUPS, type Alarm } from '../../monitoring/alarms.ts';
import { ID } from '../../template/names.ts';
import { TOPIC_KEY_DESCRIPTION } from '../../template/sections/notifications.ts';
import {
  cloudwatch,
  cloudwatchActions,
  core,
  duration,
  iam,
  kms,
  sns,
  snsSubscriptions,
} from '../library.ts';
import { metricOf } from '../metrics.ts';
import { sectionOf, tagName, type Part, type Sections } from '../part.ts';
import { call, create, listOf, member, name, textOf, THIS, type Expression } from '../source/nodes.ts';
import { BLANK, comment, declare, forEach, giveBack, run, type Statement } from '../source/statements.ts';

/** The alarms, and the topic that they notify. */
export function alarms(config: Config, sections: Sections): Part | undefined {
  const wanted = alarmsOf(config);
  if (wanted.length === 0) return undefined;
  const list = wanted.map((alarm) => alarmOf(alarm, config));
  const notify = notifications(config, sections);
  const make = call(THIS, 'createAlarms');
  return {
    // The dashboard shows the states of the alarms.
    statements: [config.dashboard ? declare('alarms', make) : run(make)],
    methods: [
      {
        modifiers: 'private',
        name: 'createAlarms',
        parameters: [],
        returns: config.dashboard ? listOf(member(cloudwatch, 'Alarm')) : name('void'),
        doc: sectionOf(sections, 'Alarms').why,
        body:
          notify.length === 0
            ? config.dashboard
              ? [giveBack(list)]
              : list.map(run)
            : [declare('alarms', list), ...notify, ...(config.dashboard ? [giveBack(name('alarms'))] : [])],
      },
    ],
  };
}

const alarmOf = (alarm: Alarm, config: Config): Expression =>
  create(member(cloudwatch, 'Alarm'), THIS, alarm.logicalId, {
    alarmName: textOf([member(THIS, 'stackName'), `-${alarm.nameSuffix}`]),
    alarmDescription: alarm.description,
    metric: alarm.isOfBothGroups ? bothGroups(alarm, config) : metric(alarm, config),
    threshold: alarm.threshold,
    comparisonOperator: member(cloudwatch, `ComparisonOperator.${COMPARISONS[alarm.comparison]}`),
    evaluationPeriods: alarm.evaluationPeriods,
    datapointsToAlarm: alarm.datapointsToAlarm,
    treatMissingData: member(cloudwatch, `TreatMissingData.${MISSING_DATA[alarm.treatMissingData]}`),
  });

const metric = (alarm: Alarm, config: Config, isAlternate = false): Expression =>
  metricOf(
    {
      metric: alarm.metric,
      dimensions: alarm.dimensions,
      statistic: alarm.statistic,
      route: alarm.route,
      isAlternate,
      period: duration(alarm.period),
    },
    config,
  );

/** The sum over both target groups of the sockets. */
const bothGroups = (alarm: Alarm, config: Config): Expression =>
  create(member(cloudwatch, 'MathExpression'), {
    expression: BOTH_GROUPS.expression,
    usingMetrics: {
      [BOTH_GROUPS.first]: metric(alarm, config),
      [BOTH_GROUPS.alternate]: metric(alarm, config, true),
    },
    label: alarm.metric,
    period: duration(alarm.period),
  });

const COMPARISONS: Readonly<Record<Alarm['comparison'], string>> = {
  GreaterThanThreshold: 'GREATER_THAN_THRESHOLD',
  GreaterThanOrEqualToThreshold: 'GREATER_THAN_OR_EQUAL_TO_THRESHOLD',
  LessThanThreshold: 'LESS_THAN_THRESHOLD',
};
const MISSING_DATA: Readonly<Record<Alarm['treatMissingData'], string>> = {
  breaching: 'BREACHING',
  notBreaching: 'NOT_BREACHING',
};

/** Makes every alarm notify the topic when it goes off and when it clears. */
function notifications(config: Config, sections: Sections): Statement[] {
  const notify = config.alarms === false ? undefined : config.alarms.notify;
  if (notify === undefined) return [];
  const action = name('notify');
  return [
    BLANK,
    ...(notify.topicArn === undefined
      ? createdTopic(notify, config, sections)
      : [declare('topic', call(member(sns, 'Topic'), 'fromTopicArn', THIS, ID.topic, notify.topicArn))]),
    declare('notify', create(member(cloudwatchActions, 'SnsAction'), name('topic'))),
    forEach(
      'alarm',
      name('alarms'),
      run(call(name('alarm'), 'addAlarmAction', action)),
      run(call(name('alarm'), 'addOkAction', action)),
    ),
  ];
}

type Notify = NonNullable<Exclude<Config['alarms'], false>['notify']>;

function createdTopic(
  { emails = [], encrypt = false }: Notify,
  config: Config,
  sections: Sections,
): Statement[] {
  const topic = name('topic');
  return [
    comment(...sectionOf(sections, 'Notifications').why),
    ...(encrypt ? topicKey(config) : []),
    declare(
      'topic',
      create(member(sns, 'Topic'), THIS, ID.topic, {
        masterKey: encrypt ? name('topicKey') : undefined,
        enforceSSL: true,
      }),
    ),
    ...tagName(topic, config, 'alarms'),
    ...emails.map((email) =>
      run(call(topic, 'addSubscription', create(member(snsSubscriptions, 'EmailSubscription'), email))),
    ),
    run(
      call(
        topic,
        'addToResourcePolicy',
        create(member(iam, 'PolicyStatement'), {
          sid: 'AllowAlarms',
          principals: [create(member(iam, 'ServicePrincipal'), 'cloudwatch.amazonaws.com')],
          actions: ['sns:Publish'],
          resources: [member(topic, 'topicArn')],
          conditions: { StringEquals: { 'aws:SourceAccount': member(THIS, 'account') } },
        }),
      ),
    ),
  ];
}

/** A key for this account only, which its alarms may use. */
function topicKey(config: Config): Statement[] {
  const key = name('topicKey');
  return [
    declare(
      'topicKey',
      create(member(kms, 'Key'), THIS, ID.topicKey, {
        description: TOPIC_KEY_DESCRIPTION,
        enableKeyRotation: true,
        removalPolicy: member(core('RemovalPolicy'), 'DESTROY'),
      }),
    ),
    ...tagName(key, config, 'alarms'),
    run(
      call(
        key,
        'addToResourcePolicy',
        create(member(iam, 'PolicyStatement'), {
          sid: 'AllowAlarms',
          principals: [create(member(iam, 'ServicePrincipal'), 'cloudwatch.amazonaws.com')],
          actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          resources: ['*'],
          conditions: { StringEquals: { 'aws:SourceAccount': member(THIS, 'account') } },
        }),
      ),
    ),
  ];
}
