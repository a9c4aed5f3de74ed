// Stopping on ECS: closes the sockets when this task is deregistered, long before SIGTERM.
//
//   drainBeforeStop(server, sockets, {
//     onStart: () => health.startDraining(),
//     onEnd: () => metrics.stop(),
//   });
//
// ECS deregisters a task, waits out the deregistration delay, and only then sends SIGTERM. When the delay ends, the
// load balancer cuts sockets that are still open without a close frame, and nothing notifies the server. So it polls
// the health of its own target, and drains as soon as that is `draining`: every socket gets 1001, spread over the
// delay.
//
// The task's role needs elasticloadbalancing:DescribeTargetHealth on *, and the container needs the variable
// TARGET_GROUP_ARNS: the ARNs of its service's target groups, separated by commas. Everything else works without them.
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

/**
 * A call without an answer must not hold up the next. Without `throwOnRequestTimeout` the SDK warns and keeps waiting.
 */
const ASK_TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 5_000, throwOnRequestTimeout: true };
/** After failures it polls less often, down to this fraction of the rate. */
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
      // A task that ECS has chosen to stop needs no protection any more.
      release();
      given.onStart?.();
    },
  };
  drainOnSigterm(server, sockets, hooks);
  closeOldSockets(sockets);
  void watchTarget().then((isTakenOut) => {
    if (!isTakenOut) return;
    // ECS stops the process when the delay is over. Exiting earlier would look like a crash, so keep running.
    setInterval(() => undefined, 60_000);
    const { spread, grace } = deregistrationSettings;
    console.error(`Deregistered: draining ${sockets.clients.size} sockets, within ${spread + grace} s`);
    drain(server, sockets, hooks, { notice: 0, spread, grace }).then(
      () => console.error('Drained: no sockets are open'),
      (error: unknown) => console.error('The drain failed:', error),
    );
  });
}

/** Closes each socket at 80 to 100 % of the maximum age, so that not all reconnect at once. */
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

/** Waits until this task's target is deregistered; false if it cannot be watched. */
async function watchTarget(): Promise<boolean> {
  const groups = (process.env['TARGET_GROUP_ARNS'] ?? '').split(',').filter((arn) => arn !== '');
  const metadata = process.env['ECS_CONTAINER_METADATA_URI_V4'];
  if (groups.length === 0 || metadata === undefined) {
    const missing = metadata === undefined ? 'this is not a task on ECS' : 'TARGET_GROUP_ARNS is not set';
    console.error(`Target not watched: ${missing}. The drain begins with SIGTERM.`);
    return false;
  }
  const client = new ElasticLoadBalancingV2Client({ maxAttempts: 1, requestHandler: ASK_TIMEOUTS });
  // Groups that the target has been in. Before that, `unused` and not registered mean that the task is starting.
  const entered = new Set<string>();
  const reported = new Set<string>();
  let address: string | undefined;
  let failures = 0;
  for (;;) {
    const factor = Math.min(MAX_BACK_OFF, 2 ** failures) * (0.75 + 0.5 * Math.random());
    // This alone must not keep the process running.
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

/** `draining`, `unhealthy.draining`, or gone: after a gap between polls, the first two may have been missed. */
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

/** The address that ECS registered for the task. */
async function ownAddress(metadata: string): Promise<string> {
  const response = await fetch(`${metadata}/task`, {
    signal: AbortSignal.timeout(ASK_TIMEOUTS.requestTimeout),
  });
  const { Containers = [] } = (await response.json()) as TaskMetadata;
  const address = Containers.flatMap(({ Networks = [] }) => Networks)[0]?.IPv4Addresses?.[0];
  if (address === undefined) throw new Error('the metadata of the task contains no address');
  return address;
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name.startsWith('AccessDenied')
    ? 'the role of the task lacks elasticloadbalancing:DescribeTargetHealth on *. Sockets are cut when the deregistration delay ends.'
    : `${error.name}: ${error.message}`;
}
