import type { Config, Service } from '../../../config/schema/index.ts';
import { ID, PARAMETER } from '../../../template/names.ts';
import { core, ecs, logs } from '../../library.ts';
import { describedAs, tagName, type Part, type Sections } from '../../part.ts';
import { create, member, name, THIS } from '../../source/nodes.ts';
import { declare, type Statement } from '../../source/statements.ts';
import { LOG_GROUP, propertiesFrom, TASK_DEFINITION } from './references.ts';

/** What a task runs. */
export function tasks(wanted: Service, config: Config, sections: Sections): Part {
  return {
    props:
      wanted.image === undefined
        ? [
            {
              name: 'image',
              type: name('string'),
              doc: [describedAs(sections, PARAMETER.image)],
              placeholder: 'public.ecr.aws/docker/library/node:24',
            },
          ]
        : [],
    statements: [
      declare(
        'taskDefinition',
        create(
          member(ecs, 'CfnTaskDefinition'),
          THIS,
          ID.taskDefinition,
          propertiesFrom(sections, 'Tasks', ID.taskDefinition),
        ),
      ),
      ...tagName(TASK_DEFINITION, config, 'service'),
    ],
    references: { [ID.serviceLogGroup]: member(LOG_GROUP, 'logGroupName') },
  };
}

/** The log group is declared before the role that writes to it. */
export const logGroup = (wanted: Service, config: Config): Statement[] => [
  declare(
    'logGroup',
    create(member(logs, 'LogGroup'), THIS, ID.serviceLogGroup, {
      retention: member(logs, `RetentionDays.${RETENTION[wanted.logRetentionDays]}`),
      removalPolicy: member(core('RemovalPolicy'), 'DESTROY'),
    }),
  ),
  ...tagName(LOG_GROUP, config, 'service'),
];

const RETENTION: Readonly<Record<Service['logRetentionDays'], string>> = {
  1: 'ONE_DAY',
  3: 'THREE_DAYS',
  5: 'FIVE_DAYS',
  7: 'ONE_WEEK',
  14: 'TWO_WEEKS',
  30: 'ONE_MONTH',
  60: 'TWO_MONTHS',
  90: 'THREE_MONTHS',
  120: 'FOUR_MONTHS',
  150: 'FIVE_MONTHS',
  180: 'SIX_MONTHS',
  365: 'ONE_YEAR',
  400: 'THIRTEEN_MONTHS',
  545: 'EIGHTEEN_MONTHS',
  731: 'TWO_YEARS',
  1096: 'THREE_YEARS',
  1827: 'FIVE_YEARS',
  2192: 'SIX_YEARS',
  2557: 'SEVEN_YEARS',
  2922: 'EIGHT_YEARS',
  3288: 'NINE_YEARS',
  3653: 'TEN_YEARS',
};
