import type { WizardQuestion } from '../question.ts';
import { listOf, valueOf } from './answers.ts';
import { DEFAULT_RETENTION_DAYS, logRetentionDays } from '../../config/derived.ts';

export const operationQuestions: readonly WizardQuestion[] = [
  {
    id: 'topic',
    keys: ['alarms.notify'],
    kind: 'text',
    message: 'The SNS topic that gets the alarms',
    whenEmpty: 'none, or email addresses that are asked for next',
    when: ({ alarms }) => alarms !== false && (alarms.notify?.emails ?? []).length === 0,
    lookup: { kind: 'topics' },
    needsChoices: true,
    initial: ({ alarms }) => (alarms === false ? '' : (alarms.notify?.topicArn ?? '')),
    assign: (answer) => {
      const topicArn = valueOf(answer);
      return [{ path: ['alarms', 'notify'], value: topicArn === undefined ? undefined : { topicArn } }];
    },
  },
  {
    id: 'alarms',
    keys: ['alarms.notify'],
    kind: 'text',
    message: 'Who gets the alarms: email addresses (empty: nobody, they are on the dashboard)',
    when: ({ alarms }) => alarms !== false && alarms.notify?.topicArn === undefined,
    initial: ({ alarms }) => (alarms === false ? '' : (alarms.notify?.emails ?? []).join(', ')),
    assign: (answer) => {
      const emails = listOf(answer);
      return [{ path: ['alarms', 'notify'], value: emails.length === 0 ? undefined : { emails } }];
    },
  },
  {
    id: 'logs',
    keys: ['logs.access', 'logs.retentionDays'],
    kind: 'text',
    message: 'How many days to keep access logs (0: no logs)',
    when: ({ logs }) => logs.bucket === undefined,
    initial: (config) => (config.logs.access === false ? '0' : String(logRetentionDays(config))),
    assign: (answer, { logs }) => {
      const days = valueOf(answer);
      if (days === 0)
        return [
          { path: ['logs', 'access'], value: false },
          { path: ['logs', 'retentionDays'], value: undefined },
        ];
      return [
        ...(logs.access === false ? [{ path: ['logs', 'access'], value: undefined }] : []),
        { path: ['logs', 'retentionDays'], value: days === DEFAULT_RETENTION_DAYS ? undefined : days },
      ];
    },
  },
];
