// Whether ECS accepts a task definition for Fargate: its limits, execution role and logs.
import { certain, inferred } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { ecsApi, ecsGuide } from '../../alb/sources.ts';
import { mentions } from '../mentions.ts';
import type { Model } from '../model.ts';
import { child, entry, type Node } from '../node.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { services } from '../services.ts';
import { eachFargateContainer, logOf, nameOf, openFilesOf } from '../tasks.ts';

/** DG:fargate-tasks-services: the maximum and the default number of open files of a container on Fargate. */
const MAX_OPEN_FILES = 1_048_576;
const DEFAULT_OPEN_FILES = 65_535;

export const ecsNofile: CheckRule = {
  code: 'ecs-nofile',
  severity: 'error',
  group: 'refused',
  title: 'Open file limit that Fargate does not accept',
  why: 'Each socket is an open file. Fargate allows up to 1,048,576, and the soft limit may not exceed the hard one.',
  source: ecsGuide('fargate-tasks-services'),
  judge: eachFargateContainer((container, model) => {
    const limit = openFilesOf(container, model);
    if (limit === undefined) return 'met';
    if (limit === UNKNOWN || typeof limit.soft !== 'number' || typeof limit.hard !== 'number')
      return 'not-applicable';
    const { soft, hard, node } = limit;
    return soft > hard || hard > MAX_OPEN_FILES ? violation(node.line, { soft, hard }) : 'met';
  }),
  words: ({ soft, hard }) => ({
    what: `nofile is ${String(soft)} (soft) and ${String(hard)} (hard).`,
    allowed: `at most ${MAX_OPEN_FILES}, the soft limit not above the hard one`,
    remedy: `Set both to ${MAX_OPEN_FILES} or less.`,
  }),
};

export const ecsNofileLow: CheckRule = {
  code: 'ecs-nofile-low',
  severity: 'warning',
  group: 'sockets',
  title: 'Open file limit below Fargate’s default',
  why: 'Each socket is an open file: the server cannot hold more of them than its soft limit, which is 65,535 by default.',
  source: ecsGuide('fargate-tasks-services'),
  basis: inferred('a target group that is said to carry sockets, and the default of Fargate'),
  judge: each(services, ({ hasSockets, isFargate, containers, task }, model) => {
    if (!hasSockets || isFargate !== true || containers === UNKNOWN || !task) return 'not-applicable';
    const limits = containers.map((one) => openFilesOf(one, model));
    const low = limits.find(
      (one) => one && one !== UNKNOWN && typeof one.soft === 'number' && one.soft < DEFAULT_OPEN_FILES,
    );
    if (low && low !== UNKNOWN)
      return { line: low.node.line, resource: task, args: { soft: Number(low.soft) } };
    return limits.includes(UNKNOWN) ? 'not-applicable' : 'met';
  }),
  words: ({ soft }) => ({
    what: `The soft limit of nofile is ${String(soft)}.`,
    allowed: `${DEFAULT_OPEN_FILES} by default, up to ${MAX_OPEN_FILES}`,
    remedy: `Leave it out, or set it to ${MAX_OPEN_FILES}.`,
  }),
};

export const ecsExecutionRole: CheckRule = {
  code: 'ecs-execution-role',
  severity: 'error',
  group: 'refused',
  title: 'Task on Fargate without the execution role that it needs',
  why: 'Fargate pulls private images, reads secrets and sends logs with the execution role, and ECS does not register a task definition that needs one and has none.',
  source: 'https://github.com/hashicorp/terraform-provider-aws/issues/3051',
  basis: certain(
    'ECS’s own message in public reports: "Fargate requires task definition to have execution role ARN to support …", "When you are specifying container secrets, you must also specify a value for ‘executionRoleArn’"',
  ),
  judge: eachFargateContainer((container, model, task) => {
    const { resolver, template } = model;
    const role = resolver.value(child(task.properties, 'ExecutionRoleArn'));
    if (role === UNKNOWN || template.macros.length > 0) return 'not-applicable';
    if (role !== undefined) return 'met';
    const need = needOf(container, model);
    if (need === UNKNOWN) return 'not-applicable';
    return need === undefined ? 'met' : violation(need.line, { name: nameOf(container), what: need.what });
  }),
  words: ({ name, what }) => ({
    what: `${String(name)} ${String(what)}, and the task definition has no ExecutionRoleArn.`,
    remedy: 'Set ExecutionRoleArn to a role with the managed policy AmazonECSTaskExecutionRolePolicy.',
  }),
};

/** Why a container needs the execution role. */
function needOf(
  container: Node,
  model: Model,
): { readonly line: number; readonly what: string } | typeof UNKNOWN | undefined {
  const { resolver, ofType } = model;
  const image = entry(container, 'Image');
  const repositories = new Set(ofType('AWS::ECR::Repository').map(({ id }) => id));
  if (
    image &&
    (speaksOf(image.value, '.dkr.ecr.') || [...mentions(image.value)].some((id) => repositories.has(id)))
  )
    return { line: image.line, what: 'has an image in a private ECR repository' };
  const log = logOf(container, model);
  if (log && log !== UNKNOWN && log.driver === 'awslogs') return { line: log.line, what: 'logs by awslogs' };
  const secrets = resolver.items(child(container, 'Secrets'));
  if (secrets !== UNKNOWN && secrets.length > 0)
    return { line: entry(container, 'Secrets')?.line ?? container.line, what: 'has Secrets' };
  const isHidden = image !== undefined && resolver.certain(image.value) === UNKNOWN;
  return log === UNKNOWN || secrets === UNKNOWN || isHidden ? UNKNOWN : undefined;
}

/** Whether a text, or a text inside the node, contains these words. */
function speaksOf(node: Node, words: string): boolean {
  if (node.kind === 'scalar') return node.value.includes(words);
  const parts = node.kind === 'list' ? node.items : [...node.entries.values()].map(({ value }) => value);
  return parts.some((one) => speaksOf(one, words));
}

export const ecsLogPrefix: CheckRule = {
  code: 'ecs-log-prefix',
  severity: 'error',
  group: 'refused',
  title: 'awslogs on Fargate without a stream prefix',
  why: 'Fargate takes the log driver awslogs only with awslogs-stream-prefix.',
  source: 'https://github.com/aws/aws-cdk/issues/1422',
  basis: certain(
    'ECS’s own message in public reports: "Fargate requires log configuration options to include awslogs-stream-prefix"',
  ),
  judge: eachFargateContainer((container, model) => {
    const log = logOf(container, model);
    if (log === UNKNOWN) return 'not-applicable';
    if (log?.driver !== 'awslogs') return 'met';
    const { options, optionsLine } = log;
    if (options === UNKNOWN || child(options, 'Fn::Transform')) return 'not-applicable';
    return model.resolver.value(child(options, 'awslogs-stream-prefix')) === undefined
      ? violation(optionsLine, { name: nameOf(container) })
      : 'met';
  }),
  words: ({ name }) => ({
    what: `${String(name)} logs by awslogs without awslogs-stream-prefix.`,
    remedy: 'Add awslogs-stream-prefix to Options, such as the name of the service.',
  }),
};

export const ecsLogBlocking: CheckRule = {
  code: 'ecs-log-blocking',
  severity: 'warning',
  group: 'sockets',
  title: 'Log driver that can block the server',
  why: 'In blocking mode, a log write waits until CloudWatch Logs accepts it, and the server’s event loop waits with it, pings included.',
  source: ecsApi('LogConfiguration'),
  basis: inferred('a target group that is said to carry sockets, and what the mode does'),
  judge: each(services, ({ hasSockets, containers, task }, model) => {
    if (!hasSockets || containers === UNKNOWN || !task) return 'not-applicable';
    const logs = containers.map((one) => logOf(one, model));
    let isOpen = false;
    for (const log of logs) {
      if (log === UNKNOWN || log?.options === UNKNOWN) isOpen = true;
      else if (log) {
        const mode = entry(log.options, 'mode');
        const value = model.resolver.string(mode?.value);
        if (value === 'blocking') return { line: mode?.line ?? log.line, resource: task, args: {} };
        isOpen ||= value === UNKNOWN;
      }
    }
    return isOpen ? 'not-applicable' : 'met';
  }),
  words: () => ({
    what: 'The log driver runs in mode blocking.',
    allowed: 'non-blocking',
    remedy: 'Set mode to non-blocking, with max-buffer-size 25m.',
  }),
};
