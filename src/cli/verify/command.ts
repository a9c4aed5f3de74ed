import { KnownError } from '../../common/known-error.ts';
import { VERSION } from '../../common/version.ts';
import { judge, isFine, type Report } from '../../verify/judge.ts';
import { formatJson } from '../../verify/report/format-json.ts';
import { formatJunit } from '../../verify/report/format-junit.ts';
import { formatText } from '../../verify/report/format-text.ts';
import { clearStatus, showStatus, printToTerminal, writeReport, writeResult } from '../io/output.ts';
import { paintSeverity } from '../io/style.ts';
import { loadConfig } from '../shared/config.ts';
import { lookUp } from './names.ts';
import { observe } from './observe.ts';
import { planOf, type VerifyOptions } from './options.ts';
import type { Plan } from './plan.ts';
import { turns } from './waiting.ts';

const EXIT_INTERRUPTED = 130;

/** `websocket-alb verify` */
export async function verify(url: string, options: VerifyOptions): Promise<void> {
  const plan = planOf(url, options, VERSION);
  const { config: files, preset, set } = options;
  const config = (files ?? preset ?? set) ? await loadConfig(options) : undefined;
  if (
    config &&
    !plan.endpoint.isSecure &&
    config.listener.https !== false &&
    config.listener.http !== 'forward'
  )
    throw new KnownError('The config serves WebSockets over TLS only, and the URL begins with ws://.', {
      where: 'URL',
      remedy:
        'Use wss://. To look at a server without its load balancer, such as one on your machine, add --set listener.https=false --set listener.http=forward.',
    });
  printToTerminal(`Checking ${plan.endpoint.url}, for ${longest(plan)} at most.`);
  const report = judge(await interruptible(plan), config);
  const text = format(report, options);
  if (options.format === 'text' && isStdout(options)) writeReport(text);
  else writeResult(text, options.output);
  process.exitCode = report.observed.isInterrupted ? EXIT_INTERRUPTED : isFine(report) ? 0 : 1;
}

/** The first SIGINT stops the observation; the second ends the program. */
async function interruptible(plan: Plan) {
  const stop = new AbortController();
  const { signal } = stop;
  const interrupted = (): void => {
    process.off('SIGINT', interrupted);
    stop.abort();
  };
  process.on('SIGINT', interrupted);
  try {
    return await observe(plan, {
      lookup: lookUp,
      turn: turns(plan.perSecond, signal),
      show: showStatus,
      signal,
    });
  } finally {
    process.off('SIGINT', interrupted);
    clearStatus();
  }
}

/** Sequential connections that may each take their full timeout. */
const CONNECTIONS = 14;
/** Phases of a connection that may each take the full timeout: opening, waiting for an answer, closing. */
const PARTS = 3;

/** The longest that the run can take, whatever the other side does. */
function longest({ timeoutMs, idleMs, sizes, crowd, watch, perSecond }: Plan): string {
  const ms =
    (CONNECTIONS + sizes.length) * PARTS * timeoutMs +
    idleMs +
    (crowd ? crowd.holdMs + (crowd.sockets / perSecond) * 1000 : 0) +
    (watch?.watchMs ?? 0);
  return ms < 120_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / 60_000)} minutes`;
}

function format(report: Report, options: VerifyOptions): string {
  switch (options.format) {
    case 'json':
      return formatJson(report);
    case 'junit':
      return formatJunit(report);
    case 'text':
      return formatText(report, isStdout(options) ? paintSeverity : undefined);
  }
}

const isStdout = ({ output }: VerifyOptions): boolean => output === undefined || output === '-';
