import { Option } from 'commander';
import { collect, withConfig, type Usage } from '../shared/usage.ts';

export const cost: Usage = {
  name: 'cost',
  summary: 'estimate what the load balancer costs per month, why, and what would lower it',
  declare: (command) =>
    withConfig(command)
      .option('--connections <n>', 'sockets open at the same time')
      .option('--mean-connection <duration>', 'how long one stays open on average: 90s, 30m, 2h, 1d')
      .option('--messages-per-minute <n>', 'messages on one socket, both directions together')
      .option('--bytes-per-message <n>', 'the size of a message on average')
      .option('--heartbeat <duration>', 'time between pings, 1s to 3999s; default: heartbeat of the config')
      .option('--from-clients <share>', 'the share of messages that clients send, 0-1; default 0.5')
      .option('--rules <n>', 'listener rules, not counting the default rule; default 0')
      .option('--new-connections-per-second <n>', 'rates instead of a workload: new client connections')
      .option('--active-connections <n>', 'connections of clients; half of the metric ActiveConnectionCount')
      .option('--gb-per-hour <n>', 'processed bytes, both directions together')
      .option('--rules-per-second <n>', 'rule evaluations that count: requests x (rules - 10 free)')
      .option(
        '--from-logs <path>',
        'take the load of each hour from access logs instead: a file or folder; repeatable',
        collect,
      )
      .option(
        '--profile <hours x factor>',
        'the load over a day: 8x1,8x0.5,8x0.1; default: full load all day',
      )
      .option('--peak-hours <n>', 'hours of the day at the full load, with --trough')
      .option('--trough <factor>', 'the load in the other hours, 0-1')
      .option(
        '--region <region>',
        'the Region whose prices to use; default: that of the certificate in the config, else AWS_REGION, else us-east-1',
      )
      .option('--price-hour <usd>', 'price of a load balancer per hour')
      .option('--price-lcu <usd>', 'price of an LCU per hour')
      .option('--refresh-prices', "fetch the Region's prices from AWS's public price list and keep them")
      .option('--transfer-price <usd>', 'price of a GB of data transfer out, shown separately')
      .option('--nat-price <usd>', 'price of a NAT gateway per hour; not in the built-in prices')
      .option('--zones <n>', 'Availability Zones; default: from the config, or 2')
      .option('--targets <n>', 'targets, for the reconnect case; default: from the config')
      .option('--no-free-tier', "charge for CloudWatch's free alarms and dashboards too")
      .option('--compare', 'compare with a Network Load Balancer and an API Gateway WebSocket API')
      .option('--explain', 'show how each rate is derived from the workload')
      .addOption(
        new Option('--format <format>', 'how to write it; csv is the table of 0.1 to 100 times the load')
          .choices(['text', 'json', 'csv'])
          .default('text'),
      )
      .addHelpText(
        'after',
        `
Flags go before workload in the config. Prices: --price-hour and --price-lcu, else those that --refresh-prices kept
in the user's cache folder (XDG_CACHE_HOME, else ~/.cache, ~/Library/Caches or %LOCALAPPDATA%; websocket-alb/prices.json),
else a built-in table. WEBSOCKET_ALB_PRICE_LIST names another server than https://pricing.us-east-1.amazonaws.com,
WEBSOCKET_ALB_PRICE_LIST_TIMEOUT the seconds to wait (30).

Examples:
  npx websocket-alb cost --connections 5000 --mean-connection 30m --messages-per-minute 12 --bytes-per-message 800 --explain
  npx websocket-alb cost --active-connections 5000 --new-connections-per-second 10 --gb-per-hour 0.5 --rules-per-second 100
  npx websocket-alb cost --connections 20000 --profile 8x1,8x0.5,8x0.1 --region eu-west-1 --refresh-prices
  npx websocket-alb cost --from-logs ./alb-logs/ --region eu-west-1
  npx websocket-alb cost -c websocket-alb.yaml --format json`,
      )
      .action(async (options) => {
        const { cost } = await import('./command.ts');
        await cost(options);
      }),
};
