// The report as text.
import { columns } from '../common/columns.ts';
import { separated } from '../common/numbers.ts';
import { DIMENSION_WORDS } from './advice.ts';
import { DIMENSIONS, type Dimension, type Rates } from './lcu.ts';
import { cents } from './money.ts';
import { missingParts, type Part } from './monthly.ts';
import { HOURS_PER_MONTH, type Prices } from './prices.ts';
import { meanFactor } from './profile.ts';
import type { CostReport } from './report.ts';

export interface TextOptions {
  /** Show how each rate is derived from the workload. */
  readonly explain?: boolean;
  /** Show bars next to the LCUs, for terminals. */
  readonly chart?: boolean;
}

export function reportText(report: CostReport, { explain = false, chart = false }: TextOptions = {}): string {
  const sections = [
    heading(report),
    money(report),
    comparisonTable(report),
    lcus(report, chart),
    ...(explain ? [derivation(report)] : []),
    sweepTable(report),
    reconnect(report),
    advice(report),
    transfer(report),
    notes(report),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

const dollars = (amount: number | undefined): string =>
  amount === undefined ? 'unknown' : decimals(cents(amount));

const decimals = (value: number): string => separated(value.toFixed(2));

function heading({ prices, regionFrom }: CostReport): string[] {
  return [
    `Application Load Balancer in ${prices.region} (${regionFrom})`,
    `US dollars for a month of ${HOURS_PER_MONTH} hours, without tax`,
    `Prices: ${prices.hour} an hour, ${prices.lcu} an LCU-hour; ${originOf(prices)}`,
  ];
}

const originOf = ({ origin, asOf }: Prices): string =>
  ({
    given: 'given on the command line',
    'partly given': `one given on the command line, the other last seen ${asOf}`,
    refreshed: `AWS's price list of ${asOf}`,
    table: `built-in table, last seen ${asOf}`,
  })[origin];

function money({ cost, perSocket }: CostReport): string[] {
  const lines = (...kinds: Part['kind'][]): string[][] =>
    cost.parts
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ name, amount, formula }) => [`  ${name}`, dollars(amount), formula]);
  const beside = lines('beside');
  return columns(
    [
      [
        'load balancer',
        dollars(cost.loadBalancer),
        `fixed ${dollars(cost.fixed)} + variable ${dollars(cost.variable)}`,
      ],
      ...lines('fixed', 'variable'),
      ...(beside.length > 0
        ? [['related resources', dollars(cost.total - cost.loadBalancer)], ...beside]
        : []),
      ['month', dollars(cost.total), without(missingParts(cost))],
      ...(perSocket === undefined
        ? []
        : [
            [
              'one socket',
              perSocket.amount.toPrecision(3),
              `a month, for each of ${separated(Math.round(perSocket.sockets))}, including the tasks that hold them${perSocket.isComplete ? '' : '; parts without a price are missing'}`,
            ],
          ]),
    ],
    [0, 2],
  );
}

function comparisonTable({ comparison, prices }: CostReport): string[] {
  if (!comparison) return [];
  const { offers, servers, conclusions } = comparison;
  return [
    `The same load elsewhere, in ${prices.region}: without servers, public IPv4 addresses and data transfer`,
    ...columns(
      offers.map(({ name, amount, formula }) => [name, dollars(amount), formula]),
      [0, 2],
    ).flatMap((line, index) => [line, `      ${offers[index]?.remark}`]),
    ...(servers === undefined
      ? []
      : [`  The tasks of the service add ${dollars(servers)} to each except API Gateway.`]),
    ...conclusions.map((conclusion) => `  ${conclusion}`),
  ];
}

/** Beside a sum: what it lacks. */
const without = (missing: readonly string[]): string =>
  missing.length === 0 ? '' : `without ${missing.join(' and ')}, whose price is not known here`;

const BAR = 24;

function lcus({ rates, cost, profile }: CostReport, chart: boolean): string[] {
  const { byDimension, lcus, dominant } = cost.use;
  const words = rateWords(rates);
  const rows = DIMENSIONS.map((dimension) => {
    const bar = chart && lcus > 0 ? '█'.repeat(Math.round((byDimension[dimension] / lcus) * BAR)) : '';
    const mark = dimension === dominant ? '← decides the bill' : '';
    return [
      DIMENSION_WORDS[dimension],
      words[dimension],
      decimals(byDimension[dimension]),
      [bar, mark].filter(Boolean).join(' '),
    ];
  });
  const mean = meanFactor(profile);
  const title =
    mean === 1 && profile.every((factor) => factor === 1)
      ? 'LCUs'
      : `LCUs at full load (the mean over the day is ${number(mean)} times that)`;
  return [title, ...columns(rows, [0, 3])];
}

const rateWords = (rates: Rates): Record<Dimension, string> => ({
  newConnections: `${number(rates.newConnectionsPerSecond)}/s`,
  activeConnections: number(rates.activeConnections),
  processedBytes: `${number(rates.gigabytesPerHour)} GB/h`,
  ruleEvaluations: `${number(rates.ruleEvaluationsPerSecond)}/s`,
});

/** Four significant digits, with thousands separators. */
const number = (value: number): string =>
  (Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4))).toLocaleString('en-US', {
    maximumFractionDigits: 6,
  });

const derivation = ({ steps }: CostReport): string[] => [
  'How the rates are derived',
  ...(steps.length === 0
    ? ['  The rates were given; nothing was derived.']
    : steps.flatMap(({ name, formula, value, unit, source }) => [
        `  ${name} = ${number(value)} ${unit}`,
        `    ${formula}${source ? `  (${source})` : ''}`,
      ])),
];

const sweepTable = ({ sweep, cost }: CostReport): string[] => [
  missingParts(cost).length === 0 ? 'If the load were' : `If the load were (${without(missingParts(cost))})`,
  ...columns(
    [
      ['', 'LCUs', 'load balancer', 'month', ''],
      ...sweep.map(({ factor, cost }) => [
        `${factor}×`,
        decimals(cost.use.lcus),
        dollars(cost.loadBalancer),
        dollars(cost.total),
        cost.use.dominant ? DIMENSION_WORDS[cost.use.dominant] : '',
      ]),
    ],
    [0, 4],
  ),
];

function reconnect({ reconnect: cases, rates }: CostReport): string[] {
  if (rates.activeConnections === 0) return [];
  return [
    'If sockets reconnect within a minute (new connections on top of the usual ones; they raise the bill only if they need more LCUs than the other dimensions)',
    ...columns(
      [
        ['', 'sockets', 'per second', 'LCUs in that minute', 'LCUs over the hour'],
        ...cases.map((reconnectCase) => [
          reconnectCase.what,
          number(reconnectCase.sockets),
          number(reconnectCase.newConnectionsPerSecond),
          decimals(reconnectCase.lcusInTheMinute),
          decimals(reconnectCase.lcusOverTheHour),
        ]),
      ],
      [0],
    ),
  ];
}

const advice = ({ advice: strategies }: CostReport): string[] => [
  'What would lower the cost, tried on this load',
  ...strategies.flatMap(({ strategy, tried, saving, reason }) => [
    `  ${strategy}: ${saving === undefined ? 'not known' : saving === 0 ? 'saves nothing' : `saves ${dollars(saving)} a month`}`,
    `    ${tried}; ${reason}`,
  ]),
];

function transfer({ transfer: { gigabytes, atMost, amount } }: CostReport): string[] {
  const volume = `${atMost ? 'at most ' : ''}${number(gigabytes)} GB a month`;
  return [
    'Data transfer out to the internet, charged separately and not included',
    amount === undefined
      ? `  ${volume}; give --transfer-price, US dollars a GB, to include it`
      : `  ${volume}: ${dollars(amount)}`,
  ];
}

const notes = (report: CostReport): string[] =>
  report.notes.length === 0 ? [] : ['Assumed, or not counted', ...report.notes.map((note) => `  - ${note}`)];
