import { ECS_PRINCIPAL, INFRASTRUCTURE_POLICY } from '../../../alb/ecs-deployments.ts';
import { shiftsTraffic } from '../../../config/deployment.ts';
import type { Config, Service } from '../../../config/schema/index.ts';
import { ID } from '../../../template/names.ts';
import {
  executionStatements,
  POLICY_NAME,
  TASKS_PRINCIPAL,
  taskStatements,
  TRUST_CONDITION,
  type Statement as PolicyStatement,
} from '../../../template/sections/service/roles.ts';
import { fromTemplate } from '../../from-template.ts';
import { iam } from '../../library.ts';
import { tagName, type Part } from '../../part.ts';
import { call, create, member, THIS, type Expression, type Value } from '../../source/nodes.ts';
import { assign, declare } from '../../source/statements.ts';
import { cluster } from './cluster.ts';
import { EXECUTION_ROLE, INFRASTRUCTURE_ROLE, REFERENCES, TASK_ROLE } from './references.ts';
import { logGroup } from './tasks.ts';

/** The execution role, with which ECS starts the tasks, and the task role of the server. */
export const roles = (service: Service, config: Config): Part => ({
  fields: [
    { name: 'taskRole', type: member(iam, 'Role'), doc: ['Grant it the permissions that the server needs.'] },
  ],
  statements: [
    ...logGroup(service, config),
    ...(service.taskProtection === false ? [] : cluster(service, config)),
    declare('executionRole', role(ID.executionRole, 'execution', executionStatements(service))),
    ...tagName(EXECUTION_ROLE, config, 'execution-role'),
    assign(TASK_ROLE, role(ID.taskRole, 'task', taskStatements(service, config))),
    ...tagName(TASK_ROLE, config, 'task-role'),
  ],
  references: { [`${ID.taskRole}.Arn`]: member(TASK_ROLE, 'roleArn') },
});

/** The role with which ECS shifts traffic, by section title; empty for a rolling deployment. */
export const infrastructureRole = (config: Config): [title: string, Part][] =>
  shiftsTraffic(config)
    ? [
        [
          'Role for shifting traffic',
          {
            statements: [
              declare(
                'infrastructureRole',
                create(member(iam, 'Role'), THIS, ID.infrastructureRole, {
                  assumedBy: create(member(iam, 'ServicePrincipal'), ECS_PRINCIPAL),
                  managedPolicies: [
                    call(member(iam, 'ManagedPolicy'), 'fromAwsManagedPolicyName', INFRASTRUCTURE_POLICY),
                  ],
                }),
              ),
              ...tagName(INFRASTRUCTURE_ROLE, config, 'infrastructure-role'),
            ],
          },
        ],
      ]
    : [];

function role(id: string, kind: 'execution' | 'task', statements: readonly PolicyStatement[]): Expression {
  const principal = create(member(iam, 'ServicePrincipal'), TASKS_PRINCIPAL);
  return create(member(iam, 'Role'), THIS, id, {
    assumedBy:
      kind === 'task'
        ? call(principal, 'withConditions', fromTemplate(TRUST_CONDITION, REFERENCES))
        : principal,
    inlinePolicies:
      statements.length === 0
        ? undefined
        : {
            [POLICY_NAME[kind]]: create(member(iam, 'PolicyDocument'), {
              statements: statements.map(statementOf),
            }),
          },
  });
}

const statementOf = ({ Sid, Action, Resource, Condition }: PolicyStatement): Value =>
  create(member(iam, 'PolicyStatement'), {
    sid: Sid,
    actions: [...Action],
    resources: [Resource].flat().map((each) => fromTemplate(each, REFERENCES)),
    conditions: Condition && fromTemplate(Condition, REFERENCES),
  });
