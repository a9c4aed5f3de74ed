// Task protection: while this task has many sockets, ECS stops another one, or waits.
//
//   const release = protectTask(sockets);
//   // When the drain begins:
//   release();
//
// Scale-in, deployments and zone rebalancing leave a protected task alone; Spot, retirement and failed health checks do
// not. Protection lasts for a short term and is renewed, so that it expires if the server dies. It never lasts longer
// than `longest` without a pause: a deployment waits for protected tasks, and CloudFormation waits only three hours.
//
// The task's role needs ecs:UpdateTaskProtection. Everything else works without it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocketServer } from 'ws';
import { protectionSettings } from './settings.ts';

/** How long to wait for an answer, in milliseconds. */
const AGENT_TIMEOUT = 5_000;

/** Protects this task while it has more sockets than the settings say. Returns a function that ends it for good. */
export function protectTask(sockets: WebSocketServer): () => void {
  const released = new AbortController();
  const agent = process.env['ECS_AGENT_URI'];
  if (protectionSettings.enabled && agent === undefined)
    console.error('Task not protected: this is not a task on ECS, ECS_AGENT_URI is not set.');
  else if (protectionSettings.enabled) void keepProtected(`${agent}`, sockets, released.signal);
  return () => released.abort();
}

async function keepProtected(agent: string, sockets: WebSocketServer, released: AbortSignal): Promise<void> {
  const { moreThan, look, term, longest, pause } = protectionSettings;
  const reported = new Set<string>();
  /** When the protection that may be in force began, when to renew it, and when it expires, in seconds. */
  let since: number | undefined;
  let renewAt = 0;
  let expires = 0;
  let pausedUntil = 0;
  for (;;) {
    const isLast = released.aborted;
    const now = performance.now() / 1000;
    if (now >= expires) since = undefined;
    if (since !== undefined && now - since >= longest) pausedUntil = now + pause;
    const isWanted = !isLast && sockets.clients.size > moreThan && now >= pausedUntil;
    if (isWanted ? since === undefined || now >= renewAt : since !== undefined) {
      if (isWanted) {
        // A missing answer may mean yes.
        since ??= now;
        expires = now + term * 60;
        renewAt = now;
      }
      try {
        await setProtection(agent, isWanted);
        if (isWanted) renewAt = now + term * 30;
        else since = undefined;
      } catch (error) {
        const words = wordsOfAgent(error);
        if (!reported.has(words))
          console.error(`Task not ${isWanted ? 'protected' : 'released'} for now: ${words}`);
        reported.add(words);
      }
    }
    if (isLast) return;
    const wait = look * 1000 * (0.75 + 0.5 * Math.random());
    await sleep(wait, undefined, { ref: false, signal: released }).catch(() => undefined);
  }
}

interface AgentAnswer {
  readonly protection?: { readonly ProtectionEnabled?: boolean };
  readonly failure?: { readonly Reason?: string };
  readonly error?: { readonly Code?: string; readonly Message?: string };
}

/** Asks the ECS agent. @throws when ECS refuses, or there is no answer. */
async function setProtection(agent: string, enabled: boolean): Promise<void> {
  const response = await fetch(`${agent}/task-protection/v1/state`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      ProtectionEnabled: enabled,
      ...(enabled && { ExpiresInMinutes: protectionSettings.term }),
    }),
    signal: AbortSignal.timeout(AGENT_TIMEOUT),
  });
  const { protection, failure, error } = (await response.json()) as AgentAnswer;
  if (protection?.ProtectionEnabled === enabled) return;
  const code = error?.Code ?? failure?.Reason ?? `status ${response.status}`;
  throw new Error(
    code.startsWith('AccessDenied') ? MISSING : [code, error?.Message].filter(Boolean).join(': '),
  );
}

const MISSING =
  'the role of the task lacks ecs:UpdateTaskProtection. Scale-in and deployments may stop it with all its sockets.';

/** `fetch` hides the reason in the cause. */
function wordsOfAgent(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
