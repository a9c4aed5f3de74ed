import type { SessionOptions } from '../../aws/session.ts';
import { isLoadBalancerArn, regionOf } from '../../alb/arn.ts';
import { permissionsPolicy } from '../../doctor/calls/permissions.ts';
import { collect, type Collected, type Request } from '../../doctor/collect/collect.ts';
import { commandList } from '../../doctor/report/command-list.ts';
import { exitCodeOf, report } from '../../doctor/diagnose.ts';
import type { Context } from '../../doctor/diagnosis.ts';
import { formatJson } from '../../doctor/report/format-json.ts';
import { formatText } from '../../doctor/report/format-text.ts';
import { MAX_WINDOW_SECONDS, MIN_WINDOW_SECONDS, windowBefore } from '../../doctor/observations/window.ts';
import { loadConfig } from '../shared/config.ts';
import type { ConfigOptions } from '../shared/config-options.ts';
import { runCalls } from './run-calls.ts';
import { clearStatus, showStatus, writeOut, writeReport, writeResult } from '../io/output.ts';
import { awsSession } from '../shared/aws.ts';
import { QuantityReader } from '../shared/quantities.ts';
import { paintSeverity } from '../io/style.ts';

export interface DoctorOptions extends ConfigOptions {
  readonly stackName?: string;
  readonly loadBalancer?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly since: string;
  readonly timeout: string;
  readonly format: 'text' | 'json' | 'html';
  readonly output?: string;
  readonly commands?: boolean;
  readonly permissions?: boolean;
}

/** `websocket-alb doctor` */
export async function doctor(options: DoctorOptions): Promise<void> {
  if (options.permissions) {
    writeOut(permissionsPolicy());
    return;
  }
  const { request, timeoutMs } = readOptions(options);
  const region = options.region ?? arnRegion(options);
  const target = {
    ...(region !== undefined && { region }),
    ...(options.profile !== undefined && { profile: options.profile }),
  };
  if (options.commands) {
    writeOut(commandList(request, target));
    return;
  }
  const { config, preset, set = [] } = options;
  const compares = config !== undefined || preset !== undefined || set.length > 0;
  const context: Context = {
    aws: target,
    config: compares ? await loadConfig(options) : undefined,
    configOptions: [
      // Standard input is already consumed, so the suggested command cannot read it.
      ...(config ?? []).flatMap((file) => (file === '-' ? [] : ['-c', file])),
      ...(preset === undefined ? [] : ['--preset', preset]),
      ...set.flatMap((assignment) => ['--set', assignment]),
    ],
  };
  const collected = await look(request, { ...target, callTimeoutMs: timeoutMs });
  const { from, to } = request.window;
  const result = report(collected, context, request.now, { from, to });
  const { format, output } = options;
  if (format === 'html') {
    const { printPage } = await import('./print-page.ts');
    printPage(result, collected.loadBalancers, output);
  } else if (format === 'json') writeResult(formatJson(result), output);
  else if (output === undefined || output === '-') writeReport(formatText(result, paintSeverity));
  else writeResult(formatText(result), output);
  process.exitCode = exitCodeOf(result);
}

/** The whole run may take this many call timeouts; then it reports what it has seen so far. */
const RUN_TIMEOUTS = 4;

async function look(
  request: Request,
  options: SessionOptions & { readonly callTimeoutMs: number },
): Promise<Collected> {
  const session = awsSession({ ...options, runTimeoutMs: options.callTimeoutMs * RUN_TIMEOUTS });
  try {
    return await runCalls(collect(request), session, {
      onProgress: (about, answered, known) =>
        showStatus(`Looking (${answered} of ${known}): ${about.join(', ')}`),
    });
  } finally {
    clearStatus();
    await session.close();
  }
}

const arnRegion = ({ loadBalancer = '' }: DoctorOptions): string | undefined =>
  isLoadBalancerArn(loadBalancer) ? regionOf(loadBalancer) : undefined;

/** Well below 24 days, beyond which Node's timers fire at once. */
const MAX_TIMEOUT_SECONDS = 3600;

const STACK = /^(arn:aws[a-z-]*:cloudformation:\S+|[A-Za-z][A-Za-z0-9-]{0,127})$/;
/** Source: CreateLoadBalancer in the elbv2 API. */
const LOAD_BALANCER_NAME = /^[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/;

/** Parses the options, and reports all mistakes at once. */
function readOptions(options: DoctorOptions): { request: Request; timeoutMs: number } {
  const { stackName, loadBalancer, region } = options;
  const reader = new QuantityReader();
  const since = reader.duration('--since', options.since);
  const timeout = reader.duration('--timeout', options.timeout);
  if (since !== undefined && (since < MIN_WINDOW_SECONDS || since > MAX_WINDOW_SECONDS))
    reader.refuse({ where: '--since', what: `${options.since} is not allowed.`, allowed: '5m to 14d' });
  if (timeout !== undefined && (timeout < 1 || timeout > MAX_TIMEOUT_SECONDS))
    reader.refuse({ where: '--timeout', what: `${options.timeout} is not allowed.`, allowed: '1s to 1h' });
  if (stackName === undefined && loadBalancer === undefined)
    reader.refuse({
      where: 'websocket-alb doctor',
      what: 'Neither a stack nor a load balancer is given.',
      remedy: 'Add --stack-name NAME, or --load-balancer with a name or an ARN.',
    });
  if (stackName !== undefined && !STACK.test(stackName))
    reader.refuse({
      where: '--stack-name',
      what: `${JSON.stringify(stackName)} is not a valid stack name.`,
      allowed: '1–128 letters, digits and hyphens, beginning with a letter; or the ARN of a stack',
    });
  if (
    loadBalancer !== undefined &&
    !isLoadBalancerArn(loadBalancer) &&
    !LOAD_BALANCER_NAME.test(loadBalancer)
  )
    reader.refuse({
      where: '--load-balancer',
      what: `${JSON.stringify(loadBalancer)} is neither the name nor the ARN of a load balancer.`,
      allowed:
        '1–32 letters, digits and hyphens; or arn:aws:elasticloadbalancing:REGION:ACCOUNT:loadbalancer/app/NAME/ID',
    });
  const own = arnRegion(options);
  if (region !== undefined && own !== undefined && own !== region)
    reader.refuse({
      where: '--region',
      what: `The load balancer is in ${own}, and --region is ${region}.`,
      remedy: 'Leave --region out.',
    });
  reader.check();
  const now = new Date();
  return {
    timeoutMs: (timeout ?? 0) * 1000,
    request: {
      ...(stackName !== undefined && { stackName }),
      ...(loadBalancer !== undefined && { loadBalancer }),
      now,
      window: windowBefore(now, since ?? 0),
    },
  };
}
