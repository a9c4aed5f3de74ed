import type { Config } from '../../config/schema/index.ts';
import { HEARTBEAT_SECONDS } from '../../config/heartbeat.ts';
import { targetsOf, zonesOf } from '../../config/size.ts';
import { hasPublicIpv4, settingOf, workloadOf } from '../../cost/from-config.ts';
import { NO_LOAD } from '../../cost/lcu.ts';
import { FLAT, parseProfile, peakAndTrough, type Profile } from '../../cost/profile.ts';
import { costReport, type Load } from '../../cost/report.ts';
import { reportJson, sweepCsv } from '../../cost/report-data.ts';
import { reportText } from '../../cost/report-text.ts';
import { tasksFor } from '../../rollout/from-config.ts';
import { alarmsOf } from '../../monitoring/alarms.ts';
import { loadConfig } from '../shared/config.ts';
import type { ConfigOptions } from '../shared/config-options.ts';
import { KnownError } from '../../common/known-error.ts';
import { isTerminal, writeOut, writeReport } from '../io/output.ts';
import { notesOnRoutes, notesOnService, notesOnWorkload } from './notes.ts';
import { parseRegion, pricesOf, regionFor, type Region } from './prices.ts';
import { QuantityReader } from '../shared/quantities.ts';

export interface CostOptions extends ConfigOptions {
  readonly newConnectionsPerSecond?: string;
  readonly activeConnections?: string;
  readonly gbPerHour?: string;
  readonly rulesPerSecond?: string;
  readonly connections?: string;
  readonly meanConnection?: string;
  readonly messagesPerMinute?: string;
  readonly bytesPerMessage?: string;
  readonly heartbeat?: string;
  readonly fromClients?: string;
  readonly rules?: string;
  readonly profile?: string;
  readonly peakHours?: string;
  readonly trough?: string;
  readonly region?: string;
  readonly priceHour?: string;
  readonly priceLcu?: string;
  readonly refreshPrices?: boolean;
  readonly transferPrice?: string;
  readonly natPrice?: string;
  readonly zones?: string;
  readonly targets?: string;
  readonly freeTier: boolean;
  readonly fromLogs?: readonly string[];
  readonly compare?: boolean;
  readonly explain?: boolean;
  readonly format: 'text' | 'json' | 'csv';
}

/** `websocket-alb cost` */
export async function cost(options: CostOptions): Promise<void> {
  const asked = readOptions(options);
  const config = await loadConfig(options);
  const region = regionFor(asked.region, config);
  const prices = await pricesOf(region.code, asked, options.refreshPrices === true);
  const { fromLogs, format } = options;
  if (fromLogs !== undefined) {
    const { costFromLogs } = await import('./from-logs.ts');
    return costFromLogs(fromLogs, prices, format === 'json' ? 'json' : 'text');
  }
  const load = loadOf(asked, config);
  const zones = asked.zones ?? zonesOf(config).count;
  const report = costReport({
    load,
    prices,
    profile: asked.profile,
    setting: settingOf(config, {
      alarms: alarmsOf(config).length,
      zones,
      freeTier: options.freeTier,
      natHour: asked.natPrice,
    }),
    zones,
    targets: asked.targets ?? tasksFor(config, socketsOf(load)) ?? targetsOf(config),
    transferPrice: asked.transferPrice,
    compare: options.compare === true,
    regionFrom: region.from,
    notes: notesOn(options, asked, config, load, region),
  });
  if (options.format === 'json') writeOut(reportJson(report));
  else if (options.format === 'csv') writeOut(sweepCsv(report));
  else writeReport(reportText(report, { explain: options.explain === true, chart: isTerminal('stdout') }));
}

type Asked = ReturnType<typeof readOptions>;

/** Parses all options, and reports all mistakes at once. */
function readOptions(options: CostOptions) {
  const read = new QuantityReader();
  const raw = {
    newConnectionsPerSecond: read.number('--new-connections-per-second', options.newConnectionsPerSecond),
    activeConnections: read.number('--active-connections', options.activeConnections),
    gigabytesPerHour: read.number('--gb-per-hour', options.gbPerHour),
    ruleEvaluationsPerSecond: read.number('--rules-per-second', options.rulesPerSecond),
  };
  const workload = {
    connections: read.number('--connections', options.connections, { integer: true }),
    meanConnectionSeconds: read.duration('--mean-connection', options.meanConnection),
    messagesPerMinute: read.number('--messages-per-minute', options.messagesPerMinute),
    bytesPerMessage: read.number('--bytes-per-message', options.bytesPerMessage),
    heartbeatSeconds: read.duration('--heartbeat', options.heartbeat, HEARTBEAT_SECONDS),
    fromClients: read.number('--from-clients', options.fromClients, { max: 1 }),
    rules: read.number('--rules', options.rules, { integer: true, max: 100 }),
  };
  const isRaw = Object.values(raw).some((value) => value !== undefined);
  const isWorkload = Object.values(workload).some((value) => value !== undefined);
  if (isRaw && isWorkload)
    read.refuse({
      what: 'Both rates and a workload are given, but each determines the other.',
      remedy:
        'Use --new-connections-per-second, --active-connections, --gb-per-hour and --rules-per-second, or --connections and what goes with it.',
    });
  if (options.fromLogs !== undefined && (isRaw || isWorkload))
    read.refuse({
      where: '--from-logs',
      what: 'The load is given by the logs and by other options.',
      remedy: 'Use --from-logs, or rates, or a workload.',
    });
  if (options.fromLogs !== undefined && options.format === 'csv')
    read.refuse({
      where: '--format',
      what: 'csv is only for the table of multiples of a load.',
      allowed: 'text or json with --from-logs',
    });
  const profile = readProfile(read, options);
  const asked = {
    raw: isRaw ? raw : undefined,
    workload,
    profile,
    priceHour: read.number('--price-hour', options.priceHour, { max: 1000 }),
    priceLcu: read.number('--price-lcu', options.priceLcu, { max: 1000 }),
    transferPrice: read.number('--transfer-price', options.transferPrice, { max: 1000 }),
    natPrice: read.number('--nat-price', options.natPrice, { max: 1000 }),
    zones: read.number('--zones', options.zones, { integer: true, positive: true, max: 10 }),
    targets: read.number('--targets', options.targets, { integer: true, positive: true, max: 1000 }),
    region: read.other('--region', options.region, parseRegion),
  };
  read.check();
  return asked;
}

function readProfile(read: QuantityReader, { profile, peakHours, trough }: CostOptions): Profile {
  const hours = read.number('--peak-hours', peakHours, { integer: true, max: 24 });
  const factor = read.number('--trough', trough, { max: 1 });
  if (profile !== undefined && (peakHours !== undefined || trough !== undefined))
    read.refuse({
      where: '--profile',
      what: '--profile and --peak-hours with --trough say the same.',
      remedy: 'Use one of them.',
    });
  if ((peakHours === undefined) !== (trough === undefined))
    read.refuse({
      what: '--peak-hours and --trough belong together.',
      remedy: 'Give both: --peak-hours 8 --trough 0.2.',
    });
  const parsed = read.other('--profile', profile, parseProfile);
  if (parsed) return parsed;
  return hours !== undefined && factor !== undefined ? peakAndTrough(hours, factor) : FLAT;
}

/** The rates as given, or the config's workload overridden by flags. */
function loadOf({ raw, workload: flags }: Asked, config: Config): Load {
  if (raw) {
    const given = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined));
    return { kind: 'rates', rates: { ...NO_LOAD, ...given } };
  }
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  const workload = workloadOf(config, given);
  if (workload) return { kind: 'workload', workload };
  throw new KnownError('The load is not known.', {
    remedy:
      'Give --connections, with --mean-connection 30m --messages-per-minute 12 --bytes-per-message 800 as far as you know them; or set workload in the config; or give rates: --active-connections and the like. See npx websocket-alb cost --help.',
  });
}

const socketsOf = (load: Load): number =>
  load.kind === 'workload' ? load.workload.connections : load.rates.activeConnections;

/** What was assumed or left out, so that nobody mistakes the sum for the whole bill. */
function notesOn(options: CostOptions, asked: Asked, config: Config, load: Load, region: Region): string[] {
  const notes: string[] = [];
  if (load.kind === 'rates')
    notes.push(
      '--rules-per-second are evaluations that count: requests × (rules − 10 free). Rates not given are 0.',
    );
  else notes.push(...notesOnWorkload(load.workload), ...notesOnRoutes(config));
  if (hasPublicIpv4(config))
    notes.push(
      `Public IPv4 addresses: one a zone${asked.zones === undefined && !zonesOf(config).known ? ', and 2 zones because the config does not say; --zones N' : ''}. ELB takes more while it is scaled out.`,
    );
  notes.push(
    options.freeTier
      ? `CloudWatch's free alarms and dashboards are taken as unused in the account; --no-free-tier charges all.`
      : `CloudWatch's free alarms and dashboards are not included.`,
    'The free tier of Elastic Load Balancing for new accounts is not included.',
  );
  if (asked.targets === undefined) {
    const tasks = tasksFor(config, socketsOf(load));
    const targets = tasks ?? targetsOf(config);
    notes.push(
      targets === undefined
        ? 'The number of targets is not in the config: --targets N adds the case of one target.'
        : `Targets: ${targets}, as many as ${tasks === undefined ? 'the template registers' : 'tasks run at the full load'}; --targets N.`,
    );
  }
  if (region.code.startsWith('us-gov-'))
    notes.push('Public IPv4 addresses and CloudWatch are calculated with the prices of commercial Regions.');
  if (Object.values(config.logs).some((log) => typeof log === 'object'))
    notes.push('Storage of the logs in S3 is not included: its price is not known here.');
  if (config.waf.webAclArn !== undefined || config.waf.create !== false)
    notes.push('AWS WAF is charged separately and not included.');
  if (config.network.create !== false && config.network.create.natGateways > 0)
    notes.push('Data processed by NAT gateways is charged per GB and not included.');
  return [...notes, ...notesOnService(config, load)];
}
