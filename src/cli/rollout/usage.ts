import { BAKE_MINUTES } from '../../alb/ecs-deployments.ts';
import { Option } from 'commander';
import { STRATEGY } from '../../alb/ecs-deployments.ts';
import { withConfig, type Usage } from '../shared/usage.ts';

export const rollout: Usage = {
  name: 'rollout',
  summary: 'compute what a deployment does to open sockets, and what would make it gentler',
  declare: (command) =>
    withConfig(command)
      .option('--sockets <n>', 'sockets open at the same time; default: workload.connections')
      .option(
        '--life <duration>',
        'how long one stays open on average: 90s, 30m, 2h, 1d; default: workload.meanConnectionSeconds',
      )
      .option(
        '--from-logs <path>',
        'lives as access logs have them: files or a folder, or the report of logs --format json',
      )
      .addOption(
        new Option('--strategy <strategy>', 'default: service.deployment.strategy, or rolling').choices(
          STRATEGY.values,
        ),
      )
      .option(
        '--bake <duration>',
        `both versions run so long after the shift, 0 to ${BAKE_MINUTES.max}m; default 15m`,
      )
      .option('--step-percent <n>', 'new sockets that a step of canary (5) or linear (10) moves')
      .option('--step <duration>', 'time between two steps; default 10m with canary, 6m with linear')
      .option('--maximum-percent <n>', 'rolling: tasks that may run meanwhile, 100-200; default 200')
      .option('--minimum-healthy-percent <n>', 'rolling: tasks that keep running, 0-100; default 100')
      .option('--tasks <n>', 'default: service.tasks; with socketsPerTask as many as the sockets need')
      .option('--zones <n>', 'Availability Zones; default: from the config, or 2')
      .option('--delay <duration>', 'target.deregistrationDelay, 0 to 3600s')
      .option('--no-drain', 'the server does not close its sockets when its target drains')
      .option(
        '--max-socket-age <duration>',
        'the server closes sockets at this age; default: service.maxSocketAge',
      )
      .option(
        '--jitter <duration>',
        'a client waits a random time up to this after a cut; default 10s; 0: none',
      )
      .option('--accept-rate <n>', 'handshakes a second that one task can take; default 500 for each vCPU')
      .option('-o, --output <file>', 'write to a file instead of standard output')
      .addOption(
        new Option('--format <format>', 'how to write it; html is a page with the deployment over time')
          .choices(['text', 'json', 'html'])
          .default('text'),
      )
      .addHelpText(
        'after',
        `
Weights and rules route handshakes, never open sockets. So sockets end on the old tasks in one of three ways: their client
leaves, the server closes them with 1001 when it hears that its target drains, or the load balancer cuts them when the
deregistration delay ends. Options go before the config.

Examples:
  npx websocket-alb rollout --sockets 20000 --life 30m
  npx websocket-alb rollout --sockets 20000 --life 30m --strategy blue-green --bake 10m --no-drain
  npx websocket-alb rollout -c websocket-alb.yaml --from-logs ./alb-logs --format json
  npx websocket-alb rollout -c websocket-alb.yaml --format html -o deployment.html`,
      )
      .action(async (options) => {
        const { rollout } = await import('./command.ts');
        await rollout(options);
      }),
};
