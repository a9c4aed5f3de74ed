import { isLoadBalancerArn, regionOf } from '../../doctor/arn.ts';
import { permissionsPolicy } from '../../doctor/permissions.ts';
import { CannotLook } from '../../doctor/cannot-look.ts';
import { collect, type Request } from '../../doctor/collect/collect.ts';
import { commandList } from '../../doctor/commands.ts';
import { exitCodeOf, report } from '../../doctor/diagnose.ts';
import type { Context } from '../../doctor/diagnosis.ts';
import { formatJson } from '../../doctor/format-json.ts';
import { formatText } from '../../doctor/format-text.ts';
import { MAX_WINDOW_SECONDS, MIN_WINDOW_SECONDS, windowBefore } from '../../doctor/window.ts';
import { loadConfig, type ConfigOptions } from '../shared/config.ts';
import { known, runCalls } from './run-calls.ts';
import { isTerminal, tell, writeOut } from '../io/output.ts';
import { QuantityReader } from '../shared/quantities.ts';
import { paintSeverity } from '../io/style.ts';

export interface DoctorOptions extends ConfigOptions {
  readonly stackName?: string;
  readonly loadBalancer?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly since: string;
  readonly timeout: string;
  readonly format: 'text' | 'json';
  readonly commands?: boolean;
  readonly permissions?: boolean;
}

/** `generate doctor` */
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
    writeOut(listCommands(request, target));
    return;
  }
  const { config, preset, set = [] } = options;
  const compares = config !== undefined || preset !== undefined || set.length > 0;
  const context: Context = {
    aws: target,
    config: compares ? await loadConfig(options) : undefined,
    configOptions: [
      // Standard input is read once; a command cannot read it again.
      ...(config === undefined || config === '-' ? [] : ['-c', config]),
      ...(preset === undefined ? [] : ['--preset', preset]),
      ...set.flatMap((assignment) => ['--set', assignment]),
    ],
  };
  if (isTerminal('stderr')) tell('Looking; the AWS CLI is called about twenty times.');
  const collected = await runCalls(collect(request), { ...target, timeoutMs });
  const { from, to } = request.window;
  const result = report(collected, context, request.now, { from, to });
  writeOut(options.format === 'json' ? formatJson(result) : formatText(result, paintSeverity));
  process.exitCode = exitCodeOf(result);
}

const arnRegion = ({ loadBalancer = '' }: DoctorOptions): string | undefined =>
  isLoadBalancerArn(loadBalancer) ? regionOf(loadBalancer) : undefined;

/** A timer of Node with more than 24 days fires at once. */
const MAX_TIMEOUT_SECONDS = 3600;

const STACK = /^(arn:aws[a-z-]*:cloudformation:\S+|[A-Za-z][A-Za-z0-9-]{0,127})$/;
/** CreateLoadBalancer in the elbv2 API. */
const LOAD_BALANCER_NAME = /^[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/;

/** Every mistake of the options is told at once. */
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
      where: 'generate doctor',
      what: 'Neither a stack nor a load balancer is named.',
      remedy: 'Add --stack-name NAME, or --load-balancer with a name or an ARN.',
    });
  if (stackName !== undefined && !STACK.test(stackName))
    reader.refuse({
      where: '--stack-name',
      what: `${JSON.stringify(stackName)} cannot be the name of a stack.`,
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

function listCommands(request: Request, target: { region?: string; profile?: string }): string {
  try {
    return commandList(request, target);
  } catch (error) {
    throw error instanceof CannotLook ? known(error) : error;
  }
}
