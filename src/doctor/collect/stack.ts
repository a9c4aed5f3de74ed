// A stack and its nested stacks.
import { yamlParse } from 'yaml-cfn';
import { isFailure, readStackEvents, type StackEvent } from '../../common/stack-events.ts';
import type { Failure } from '../../alb/failures.ts';
import type { Call, Collecting } from '../calls/call.ts';
import {
  describeStackEvents,
  describeStacks,
  getTemplate,
  listStackResources,
} from '../calls/cloudformation.ts';
import { field, list, text } from '../calls/answer-fields.ts';
import type { Observed, Stack, StackResource } from '../observations/observations.ts';
import { unanswered } from '../calls/unanswered.ts';
import type { Observer } from './observer.ts';

const NESTED = 'AWS::CloudFormation::Stack';
/** Nested stacks can contain others; deeper levels than this are not read. */
const MAX_DEPTH = 3;

/** @throws {KnownError} if the stack does not exist, or access is denied. */
export function* collectStack(name: string, observer: Observer): Collecting<Stack> {
  const stack = yield* lookAtStack(name, observer);
  if ('call' in stack) throw unanswered(stack.call, stack.failure);
  return stack;
}

/**
 * The stack that a load balancer's tags refer to. If it cannot be read, it is recorded as missing, and everything else
 * is judged.
 */
export function* stackByTags(
  tags: ReadonlyMap<string, string>,
  observer: Observer,
): Collecting<Stack | undefined> {
  const name = tags.get('aws:cloudformation:stack-name') ?? tags.get('aws:cloudformation:stack-id');
  if (name === undefined) return undefined;
  const stack = yield* lookAtStack(name, observer);
  if (!('call' in stack)) return { ...stack, isFoundByTags: true };
  observer.observe(stack.call, stack.failure && { ok: false, failure: stack.failure }, () => undefined);
  return undefined;
}

/** A failed call whose answer is indispensable. */
interface Unanswered {
  readonly call: Call;
  readonly failure: Failure | undefined;
}

function* lookAtStack(name: string, observer: Observer): Collecting<Stack | Unanswered> {
  const first = [describeStacks(name), listStackResources(name), describeStackEvents(name)] as const;
  const [described, resources, events] = yield first;
  if (!described?.ok) return { call: first[0], failure: described?.failure };
  if (!resources?.ok) return { call: first[1], failure: resources?.failure };
  const stack = list(described.value, 'Stacks')[0];
  const id = text(stack, 'StackId') ?? name;
  const all = readResources(resources.value, id);
  const stacks = [id, ...(yield* nestedStacks(all, observer, 1))];
  const templates = yield* collectTemplates(stacks, name, observer);
  return {
    name: text(stack, 'StackName') ?? name,
    status: text(stack, 'StackStatus') ?? '',
    statusReason: text(stack, 'StackStatusReason'),
    parameters: new Map(
      list(stack, 'Parameters').flatMap((one): [string, string][] => {
        // For an SSM parameter, the plain value is the parameter's name.
        const value = text(one, 'ResolvedValue') ?? text(one, 'ParameterValue');
        const key = text(one, 'ParameterKey');
        return key === undefined || value === undefined ? [] : [[key, value]];
      }),
    ),
    resources: all,
    failures: observer.observe(first[2], events, lastFailures),
    templates,
  };
}

/** Adds the resources of nested stacks to `all`, and returns the ids of those stacks. */
function* nestedStacks(all: StackResource[], observer: Observer, depth: number): Collecting<string[]> {
  const nested = all.filter(({ type, physicalId }) => type === NESTED && physicalId !== '');
  if (nested.length === 0 || depth > MAX_DEPTH) return [];
  const calls = nested.map(({ physicalId }) => listStackResources(physicalId));
  const answers = yield calls;
  const ids: string[] = [];
  for (const [index, call] of calls.entries()) {
    const id = nested[index]?.physicalId ?? '';
    const found = observer.observe(call, answers[index], (value) => readResources(value, id));
    if (!('value' in found)) continue;
    ids.push(id, ...(yield* nestedStacks(found.value, observer, depth + 1)));
    all.push(...found.value);
  }
  return ids;
}

function* collectTemplates(
  ids: readonly string[],
  name: string,
  observer: Observer,
): Collecting<Map<string, unknown>> {
  const calls: Call[] = ids.map((id, index) => getTemplate(index === 0 ? name : id));
  const answers = yield calls;
  const templates = new Map<string, unknown>();
  for (const [index, id] of ids.entries()) {
    const call = calls[index];
    const read: Observed<unknown> | undefined =
      call && observer.observe(call, answers[index], (value) => parseTemplate(field(value, 'TemplateBody')));
    if (read && 'value' in read && read.value !== undefined) templates.set(id, read.value);
  }
  return templates;
}

/** Parses a template, JSON or YAML; the AWS CLI has already parsed JSON. */
function parseTemplate(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    if (body.trimStart().startsWith('{')) return JSON.parse(body) as unknown;
    return yamlParse(body) as unknown;
  } catch {
    // Syntax that yaml-cfn does not know: then nothing is reported about what the template specifies.
    return undefined;
  }
}

const readResources = (value: unknown, stackId: string): StackResource[] =>
  list(value, 'StackResourceSummaries').map((one) => ({
    logicalId: text(one, 'LogicalResourceId') ?? '',
    physicalId: text(one, 'PhysicalResourceId') ?? '',
    type: text(one, 'ResourceType') ?? '',
    stackId,
  }));

/** The failures of the last operation that had any, without those that were only consequences of others. */
export function lastFailures(value: unknown): StackEvent[] {
  const events = readStackEvents(value);
  const lastFailure = events.findIndex(({ status }) => status.endsWith('_FAILED'));
  if (lastFailure === -1) return [];
  // An operation begins with a user-initiated event of the stack itself.
  const begin = events.findIndex(
    ({ type, reason }, index) => index > lastFailure && type === NESTED && reason === 'User Initiated',
  );
  return events.slice(0, begin === -1 ? undefined : begin).filter(isFailure);
}
