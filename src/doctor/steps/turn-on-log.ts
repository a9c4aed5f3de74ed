// Turns a log on, where the load balancer's owner keeps its settings.
import type { LogKind } from '../../alb/log-delivery.ts';
import { ownCommand } from '../../common/shell.ts';
import type { Context, Step } from '../diagnosis.ts';
import { ownStack } from '../evidence/owner.ts';
import type { Observations } from '../observations/observations.ts';
import { changeLoadBalancer, deployStep } from './settings.ts';

const CONFIG_KEYS: Readonly<Record<LogKind, string>> = {
  access_logs: 'logs.access',
  connection_logs: 'logs.connection',
  health_check_logs: 'logs.healthCheck',
};

/** @param words what to turn on and why, as a sentence with a full stop. */
export function turnOnLog(context: Context, observed: Observations, kind: LogKind, words: string): Step[] {
  const key = CONFIG_KEYS[kind];
  if (ownStack(observed))
    return [
      {
        kind: 'fix',
        words: `${words} Set ${key} in the config that the stack was deployed from, and deploy it.`,
      },
      ...(context.config ? deployStep(context, observed, `With ${key} set in the config, deploy:`) : []),
    ];
  return [
    {
      kind: 'fix',
      words: `${words} ELB needs a bucket with this policy:`,
      command: ownCommand(
        'snippet',
        'log-bucket-policy',
        '--set',
        'logs.bucket=LOG_BUCKET',
        '--region',
        observed.region,
      ),
    },
    ...changeLoadBalancer(context, observed, 'Then turn the log on:', [
      [`${kind}.s3.enabled`, 'true'],
      [`${kind}.s3.bucket`, 'LOG_BUCKET'],
    ]),
  ];
}
