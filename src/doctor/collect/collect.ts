// Collects observations, starting from a stack or a load balancer.
import { fullNameOf, isLoadBalancerArn } from '../../alb/arn.ts';
import type { Collecting } from '../calls/call.ts';
import { describeLoadBalancer, describeTags } from '../calls/elb.ts';
import { KnownError } from '../../common/known-error.ts';
import { unanswered } from '../calls/unanswered.ts';
import { list, text } from '../calls/answer-fields.ts';
import type { Missing, Observations, Stack, StackResource } from '../observations/observations.ts';
import type { Window } from '../observations/window.ts';
import { collectLoadBalancer } from './load-balancer.ts';
import { readLoadBalancer, readTags } from './read-answers.ts';
import { Observer } from './observer.ts';
import { collectStack, stackByTags } from './stack.ts';

export interface Request {
  /** Either or both; if both are given, the load balancer must belong to the stack. */
  readonly stackName?: string;
  /** A name or an ARN. */
  readonly loadBalancer?: string;
  readonly now: Date;
  readonly window: Window;
}

/** What was observed: each load balancer, and the stack if the user gave one or the load balancer's tags do. */
export interface Collected {
  readonly stack: Stack | undefined;
  readonly loadBalancers: readonly Observations[];
  /** Load balancers that are in the stack but no longer exist. */
  readonly gone: readonly StackResource[];
  /** Failed calls about the stack. */
  readonly missing: readonly Missing[];
}

const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

/** @throws {KnownError} if there is nothing to judge. */
export function* collect(request: Request): Collecting<Collected> {
  const observer = new Observer();
  const named = request.loadBalancer;
  const given =
    request.stackName === undefined ? undefined : yield* collectStack(request.stackName, observer);
  const resources = (given?.resources ?? []).filter(
    ({ type, physicalId }) => type === LOAD_BALANCER && physicalId !== '',
  );
  const wanted = named === undefined ? resources : resources.filter((one) => isNamed(one.physicalId, named));
  const names = given ? wanted.map(({ physicalId }) => physicalId) : [named ?? ''];
  if (given && names.length === 0 && (named !== undefined || !isBroken(given)))
    throw noLoadBalancer(given, named, resources);

  const calls = names.map(describeLoadBalancer);
  const answers = calls.length === 0 ? [] : yield calls;
  const found: unknown[] = [];
  const gone: StackResource[] = [];
  for (const [index, call] of calls.entries()) {
    const answer = answers[index];
    const resource = wanted[index];
    const one = answer?.ok ? list(answer.value, 'LoadBalancers')[0] : undefined;
    if (one !== undefined) found.push(one);
    else if (resource && (answer?.ok || answer?.failure.kind === 'not-found')) gone.push(resource);
    else throw unanswered(call, answer?.ok === false ? answer.failure : undefined);
  }
  const applications = found.filter((one) => (text(one, 'Type') ?? 'application') === 'application');
  const other = found.find((one) => !applications.includes(one));
  if (other !== undefined && applications.length === 0)
    throw new KnownError(
      `${text(other, 'LoadBalancerName') ?? named} is a ${text(other, 'Type')} load balancer, not an Application Load Balancer.`,
      { allowed: 'an Application Load Balancer', remedy: 'Name another one.' },
    );

  const stack = given ?? (yield* stackOf(applications, observer));
  const loadBalancers: Observations[] = [];
  for (const one of applications)
    loadBalancers.push(yield* collectLoadBalancer(readLoadBalancer(one), stack, request));
  return { stack, loadBalancers, gone, missing: observer.missing };
}

/** The stack of a load balancer that was given without one. */
function* stackOf(found: readonly unknown[], observer: Observer): Collecting<Stack | undefined> {
  const arn = text(found[0], 'LoadBalancerArn');
  if (arn === undefined) return undefined;
  const call = describeTags([arn]);
  const [answer] = yield [call];
  // The tags are requested again together with those of the target groups, and a failure is recorded there.
  const tags = answer?.ok ? new Map(readTags(answer.value)).get(arn) : undefined;
  return tags && (yield* stackByTags(tags, observer));
}

const isNamed = (arn: string, nameOrArn: string): boolean =>
  isLoadBalancerArn(nameOrArn) ? arn === nameOrArn : fullNameOf(arn).split('/')[1] === nameOrArn;

/** A failed stack has findings of its own, with or without a load balancer. */
const isBroken = ({ status }: Stack): boolean => /FAILED|ROLLBACK/.test(status);

const noLoadBalancer = (stack: Stack, named: string | undefined, all: readonly StackResource[]): KnownError =>
  new KnownError(
    named === undefined
      ? `The stack ${stack.name} has no load balancer.`
      : `The stack ${stack.name} has no load balancer ${named}.`,
    all.length > 0
      ? { where: '--load-balancer', allowed: all.map(({ physicalId }) => physicalId).join(', ') }
      : {
          where: '--stack-name',
          remedy: 'Give the stack that contains it, or the load balancer with --load-balancer.',
        },
  );
