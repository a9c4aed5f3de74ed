// A template's task definitions, and their containers.
import { UNKNOWN } from '../alb/setting.ts';
import type { Value } from '../alb/topology/types.ts';
import type { Model } from './model.ts';
import { child, entry, text, type Node } from './node.ts';
import type { CheckRule, Judgement, Violation } from './rule.ts';
import type { Resource } from './template.ts';

/** The container definitions of a task; UNKNOWN if the list or one of them is. */
export function containersOf(task: Resource, { resolver }: Model): Value<readonly Node[]> {
  const items = resolver.items(child(task.properties, 'ContainerDefinitions'));
  return items === UNKNOWN || items.includes(UNKNOWN) ? UNKNOWN : (items as readonly Node[]);
}

/** Whether it is registered for Fargate, in which case ECS validates it whether or not a service runs it. */
function isForFargate({ properties }: Resource, { resolver }: Model): boolean {
  const needs = resolver.items(child(properties, 'RequiresCompatibilities'));
  return (
    needs !== UNKNOWN &&
    needs.some((one) => one !== UNKNOWN && one.kind === 'scalar' && one.value === 'FARGATE')
  );
}

/** A rule's verdict on one container. */
type ContainerVerdict = 'met' | 'not-applicable' | Violation;

/** Judges each container of the task definitions for Fargate. */
export const eachFargateContainer = (
  judge: (container: Node, model: Model, task: Resource) => ContainerVerdict,
): CheckRule['judge'] =>
  function* (model): Generator<Judgement> {
    for (const resource of model.ofType('AWS::ECS::TaskDefinition')) {
      const items = model.resolver.items(child(resource.properties, 'ContainerDefinitions'));
      if (!isForFargate(resource, model) || items === UNKNOWN) {
        yield { verdict: 'not-applicable', resource };
        continue;
      }
      for (const item of items) {
        const verdict = item === UNKNOWN ? 'not-applicable' : judge(item, model, resource);
        if (typeof verdict === 'string') yield { verdict, resource };
        else yield { resource, ...verdict, verdict: 'violated' };
      }
    }
  };

/** The name of a container, for messages. */
export const nameOf = (container: Node): string => text(child(container, 'Name')) ?? 'The container';

/** A limit of a container: its values, and the node that sets it. */
interface Ulimit {
  readonly node: Node;
  readonly soft: Value<number | undefined>;
  readonly hard: Value<number | undefined>;
}

/** The limit on open files; undefined if there is none, UNKNOWN if it cannot be known. */
export function openFilesOf(container: Node, { resolver }: Model): Value<Ulimit | undefined> {
  const limits = resolver.items(child(container, 'Ulimits'));
  if (limits === UNKNOWN || limits.includes(UNKNOWN)) return UNKNOWN;
  const found = (limits as readonly Node[]).find((one) => resolver.string(child(one, 'Name')) === 'nofile');
  if (!found) return undefined;
  const number = (key: string): Value<number | undefined> => {
    const value = resolver.string(child(found, key));
    if (value === UNKNOWN || value === undefined) return value;
    return /^\d+$/.test(value) ? Number(value) : UNKNOWN;
  };
  return { node: found, soft: number('SoftLimit'), hard: number('HardLimit') };
}

/** The log driver of a container, with its options. */
interface ContainerLog {
  readonly driver: string;
  readonly line: number;
  readonly options: Value<Node | undefined>;
  /** The line of Options, else of LogConfiguration. */
  readonly optionsLine: number;
}

/** Undefined if there is no log; UNKNOWN if the driver cannot be known. */
export function logOf(container: Node, { resolver }: Model): Value<ContainerLog | undefined> {
  const found = entry(container, 'LogConfiguration');
  const log = resolver.value(found?.value);
  if (log === undefined || log === UNKNOWN) return log;
  const driver = resolver.string(child(log, 'LogDriver'));
  if (driver === undefined || driver === UNKNOWN) return UNKNOWN;
  const line = found?.line ?? log.line;
  const options = entry(log, 'Options');
  return { driver, line, options: resolver.value(options?.value), optionsLine: options?.line ?? line };
}
