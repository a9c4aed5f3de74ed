// Stopping on ECS: lets go of the sockets when the load balancer takes this task out, long before SIGTERM.
//
//   drainBeforeStop(server, sockets, {
//     onStart: () => health.startDraining(),
//     onEnd: () => metrics.stop(),
//   });
//
// ECS deregisters a task, waits out the deregistration delay, and sends SIGTERM only then. What is still open when the delay
// ends is cut by the load balancer without a close frame, and nobody tells the server. So it asks for the health of its own
// target, and drains as soon as that is `draining`: every socket gets 1001, spread over the delay.
//
// The role of the task needs elasticloadbalancing:DescribeTargetHealth on *, and the container the variable
// TARGET_GROUP_ARNS: the ARNs of the target groups of its service, separated by commas. Without them everything else works.
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocketServer } from 'ws';
import { drain, drainOnSigterm, GOING_AWAY, type DrainHooks } from './drain.ts';
import { protectTask } from './protection.ts';
import { deregistrationSettings, serverSettings } from './settings.ts';

/** A call that gets no answer does not hold up the next. Without `throwOnRequestTimeout` the SDK warns and waits on. */
const ASK_TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 5_000, throwOnRequestTimeout: true };
/** After failures the question is asked less often, up to this many times less. */
const MAX_BACK_OFF = 16;

/** Starts the drain when the target is draining, and on SIGTERM. */
export function drainBeforeStop(
  server: Server | TlsServer,
  sockets: WebSocketServer,
  given: DrainHooks,
): void {
  const release = protectTask(sockets);
  const hooks: DrainHooks = {
    ...given,
    onStart: () => {
      // A task that was chosen to go is not to be kept.
      release();
      given.onStart?.();
    },
  };
  drainOnSigterm(server, sockets, hooks);
  closeOldSockets(sockets);
  void watchTarget().then((isTakenOut) => {
    if (!isTakenOut) return;
    // ECS ends the process when the delay is over. One that ends by itself would look like a crash.
    setInterval(() => undefined, 60_000);
    const { spread, grace } = deregistrationSettings;
    console.error(`Deregistered: draining ${sockets.clients.size} sockets, within ${spread + grace} s`);
    drain(server, sockets, hooks, { notice: 0, spread, grace }).then(
      () => console.error('Drained: no socket is open'),
      (error: unknown) => console.error('The drain failed:', error),
    );
  });
}

/** Closes each socket at an age between four fifths of the maximum and all of it, so that not all reconnect at once. */
function closeOldSockets(sockets: WebSocketServer): void {
  const { maximumAge } = deregistrationSettings;
  if (maximumAge === 0) return;
  sockets.on('connection', (socket) => {
    const age = maximumAge * 1000 * (0.8 + 0.2 * Math.random());
    const timer = setTimeout(() => socket.close(GOING_AWAY, 'socket is old'), age);
    timer.unref();
    socket.once('close', () => clearTimeout(timer));
  });
}

/** Waits until the target of this task is taken out; false when it cannot be watched. */
async function watchTarget(): Promise<boolean> {
  const groups = (process.env['TARGET_GROUP_ARNS'] ?? '').split(',').filter((arn) => arn !== '');
  const metadata = process.env['ECS_CONTAINER_METADATA_URI_V4'];
  if (groups.length === 0 || metadata === undefined) {
    const missing = metadata === undefined ? 'this is not a task on ECS' : 'TARGET_GROUP_ARNS is not set';
    console.error(`Target not watched: ${missing}. The drain begins with SIGTERM.`);
    return false;
  }
  const client = new ElasticLoadBalancingV2Client({ maxAttempts: 1, requestHandler: ASK_TIMEOUTS });
  // Groups in which the target was: before that, unused and not registered mean that the task is starting.
  const entered = new Set<string>();
  const reported = new Set<string>();
  let address: string | undefined;
  let failures = 0;
  for (;;) {
    const factor = Math.min(MAX_BACK_OFF, 2 ** failures) * (0.75 + 0.5 * Math.random());
    // It alone does not keep the process running.
    await sleep(deregistrationSettings.poll * 1000 * factor, undefined, { ref: false });
    try {
      address ??= await ownAddress(metadata);
      for (const group of groups) {
        const { state, reason } = await healthOf(client, group, address);
        if (state === 'initial' || state === 'healthy') entered.add(group);
        if (entered.has(group) && isOut(state, reason)) return true;
      }
      failures = 0;
    } catch (error) {
      failures += 1;
      const words = wordsOf(error);
      if (!reported.has(words)) console.error(`Target not watched for now: ${words}`);
      reported.add(words);
    }
  }
}

/** `draining`, `unhealthy.draining`, or gone: whoever was not asked for a while may have missed the first two. */
const isOut = (state: string, reason: string): boolean =>
  state.endsWith('draining') || (state === 'unused' && reason === 'Target.NotRegistered');

async function healthOf(
  client: ElasticLoadBalancingV2Client,
  group: string,
  address: string,
): Promise<{ readonly state: string; readonly reason: string }> {
  const target = { Id: address, Port: serverSettings.port };
  const { TargetHealthDescriptions: [found] = [] } = await client.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: group, Targets: [target] }),
  );
  return { state: found?.TargetHealth?.State ?? '', reason: found?.TargetHealth?.Reason ?? '' };
}

interface TaskMetadata {
  readonly Containers?: readonly {
    readonly Networks?: readonly { readonly IPv4Addresses?: readonly string[] }[];
  }[];
}

/** The address with which ECS registered the task. */
async function ownAddress(metadata: string): Promise<string> {
  const response = await fetch(`${metadata}/task`, {
    signal: AbortSignal.timeout(ASK_TIMEOUTS.requestTimeout),
  });
  const { Containers = [] } = (await response.json()) as TaskMetadata;
  const address = Containers.flatMap(({ Networks = [] }) => Networks)[0]?.IPv4Addresses?.[0];
  if (address === undefined) throw new Error('the metadata of the task holds no address');
  return address;
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name.startsWith('AccessDenied')
    ? 'the role of the task lacks elasticloadbalancing:DescribeTargetHealth on *. Sockets are cut when the deregistration delay ends.'
    : `${error.name}: ${error.message}`;
}
