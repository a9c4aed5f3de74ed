// A stack and the stacks nested in it.
import { yamlParse } from 'yaml-cfn';
import type { Call, Collecting } from '../call.ts';
import { describeStackEvents, describeStacks, getTemplate, listStackResources } from '../calls.ts';
import { field, list, text } from '../json.ts';
import type { Seen, Stack, StackEvent, StackResource } from '../observations.ts';
import { CannotLook } from '../cannot-look.ts';
import type { Eyes } from './see.ts';

const NESTED = 'AWS::CloudFormation::Stack';
/** Stacks may be nested in nested ones; deeper than this nobody reads them. */
const MAX_DEPTH = 3;

/** @throws {CannotLook} when there is no such stack, or it may not be looked at. */
export function* collectStack(name: string, eyes: Eyes): Collecting<Stack> {
  const first = [describeStacks(name), listStackResources(name), describeStackEvents(name)] as const;
  const [described, resources, events] = yield first;
  if (!described?.ok) throw CannotLook.at(first[0], described?.failure);
  if (!resources?.ok) throw CannotLook.at(first[1], resources?.failure);
  const stack = list(described.value, 'Stacks')[0];
  const id = text(stack, 'StackId') ?? name;
  const all = readResources(resources.value, id);
  const stacks = [id, ...(yield* nestedStacks(all, eyes, 1))];
  const templates = yield* collectTemplates(stacks, name, eyes);
  return {
    name: text(stack, 'StackName') ?? name,
    status: text(stack, 'StackStatus') ?? '',
    statusReason: text(stack, 'StackStatusReason'),
    parameters: new Map(
      list(stack, 'Parameters').flatMap((one): [string, string][] => {
        // Of an SSM parameter the value is its name.
        const value = text(one, 'ResolvedValue') ?? text(one, 'ParameterValue');
        const key = text(one, 'ParameterKey');
        return key === undefined || value === undefined ? [] : [[key, value]];
      }),
    ),
    resources: all,
    failures: eyes.see(first[2], events, lastFailures),
    templates,
  };
}

/** Adds the resources of nested stacks to `all`, and returns the ids of those stacks. */
function* nestedStacks(all: StackResource[], eyes: Eyes, depth: number): Collecting<string[]> {
  const nested = all.filter(({ type, physicalId }) => type === NESTED && physicalId !== '');
  if (nested.length === 0 || depth > MAX_DEPTH) return [];
  const calls = nested.map(({ physicalId }) => listStackResources(physicalId));
  const answers = yield calls;
  const ids: string[] = [];
  for (const [index, call] of calls.entries()) {
    const id = nested[index]?.physicalId ?? '';
    const found = eyes.see(call, answers[index], (value) => readResources(value, id));
    if (!('seen' in found)) continue;
    ids.push(id, ...(yield* nestedStacks(found.seen, eyes, depth + 1)));
    all.push(...found.seen);
  }
  return ids;
}

function* collectTemplates(
  ids: readonly string[],
  name: string,
  eyes: Eyes,
): Collecting<Map<string, unknown>> {
  const calls: Call[] = ids.map((id, index) => getTemplate(index === 0 ? name : id));
  const answers = yield calls;
  const templates = new Map<string, unknown>();
  for (const [index, id] of ids.entries()) {
    const call = calls[index];
    const read: Seen<unknown> | undefined =
      call && eyes.see(call, answers[index], (value) => parseTemplate(field(value, 'TemplateBody')));
    if (read && 'seen' in read && read.seen !== undefined) templates.set(id, read.seen);
  }
  return templates;
}

/** CloudFormation returns JSON as an object and YAML as its text. */
function parseTemplate(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return yamlParse(body) as unknown;
  } catch {
    // A form that yaml-cfn does not know: then nothing is said about what the template wanted.
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

/** The failures of the last operation that had any. What failed only because something else did is left out. */
export function lastFailures(value: unknown): StackEvent[] {
  const events = list(value, 'StackEvents')
    .map((one): StackEvent => ({
      time: text(one, 'Timestamp') ?? '',
      logicalId: text(one, 'LogicalResourceId') ?? '',
      type: text(one, 'ResourceType') ?? '',
      status: text(one, 'ResourceStatus') ?? '',
      reason: text(one, 'ResourceStatusReason'),
    }))
    .toSorted((a, b) => b.time.localeCompare(a.time));
  const lastFailure = events.findIndex(({ status }) => status.endsWith('_FAILED'));
  if (lastFailure === -1) return [];
  // An operation begins with an event of the stack itself that the user started.
  const begin = events.findIndex(
    ({ type, reason }, index) => index > lastFailure && type === NESTED && reason === 'User Initiated',
  );
  return events
    .slice(0, begin === -1 ? undefined : begin)
    .filter(({ status, reason }) => status.endsWith('_FAILED') && !/cancelled/i.test(reason ?? ''));
}
