// Reports what the logged load costs, as text and as JSON.
import { columns } from '../common/columns.ts';
import { many, percent, separated } from '../common/numbers.ts';
import type { HourCost, LogsCost } from './from-logs.ts';
import type { Dimension } from './lcu.ts';
import { cents } from './money.ts';

const WORDS: Readonly<Record<Dimension, string>> = {
  newConnections: 'new connections',
  activeConnections: 'active connections',
  processedBytes: 'processed bytes',
  ruleEvaluations: 'rule evaluations',
};

/** What access logs do not contain. */
const NOT_IN_LOGS: readonly string[] = [
  'Rule evaluations are not in the logs: with more than 10 rules, each request adds to them.',
  'Sockets that are still open are not in the logs, and neither are their bytes: the last hours look quieter than they were.',
  'Requests may share connections: the LCUs count only WebSockets as new connections; the upper bound adds one for each request.',
  'Load balancers write logs on a best-effort basis; the metric ConsumedLCUs is what is billed.',
];

const MOST_ROWS = 48;
const fixedTo = (value: number, digits: number): string => value.toFixed(digits);
const usd = (amount: number): string => `$${separated(cents(amount).toFixed(2))}`;

const row = ({ from, rates, lcus, dominant }: HourCost): string[] => [
  `${from.slice(0, 13).replace('T', ' ')}:00`,
  fixedTo(rates.newConnectionsPerSecond, 2),
  fixedTo(rates.activeConnections, 0),
  fixedTo(rates.gigabytesPerHour, 3),
  fixedTo(lcus, 3),
  dominant === undefined ? '-' : WORDS[dominant],
];

export function logsCostText(cost: LogsCost): string {
  const { prices, hours, peak, meanLcus, decides, fixed, variable, month, monthAtMost, reservation } = cost;
  const decided = Object.entries(decides)
    .map(
      ([dimension, number]) =>
        `${WORDS[dimension as Dimension]} in ${percent(number / hours.length)} of the hours`,
    )
    .join(', ');
  const shown = hours.slice(-MOST_ROWS);
  const lines = [
    `${many(hours.length, 'whole hour')} of logs, prices of ${prices.region} (${prices.hour} an hour, ${prices.lcu} an LCU-hour, ${prices.origin})`,
    '',
    `A month at this rate: ${usd(month)} (${usd(fixed)} for the load balancer, ${usd(variable)} for ${fixedTo(meanLcus, 3)} LCUs on average)`,
    ...(cents(monthAtMost) > cents(month)
      ? [`At most ${usd(monthAtMost)}, if no two requests shared a connection`]
      : []),
    `Peak: ${fixedTo(peak.lcus, 3)} LCUs in the hour from ${peak.from.slice(0, 16).replace('T', ' ')} UTC`,
    `What decides: ${decided || 'nothing: there is no load'}`,
    reservationWords(reservation, month, prices.reservedLcu),
    '',
    ...columns([['hour (UTC)', 'new/s', 'active', 'GB', 'LCUs', 'decided by'], ...shown.map(row)], [0, 5]),
    ...(shown.length < hours.length
      ? [`The last ${MOST_ROWS} hours; --format json has all ${hours.length}.`]
      : []),
    '',
    ...NOT_IN_LOGS,
  ];
  return `${lines.join('\n')}\n`;
}

function reservationWords(
  reservation: LogsCost['reservation'],
  month: number,
  price: number | undefined,
): string {
  if (reservation === undefined)
    return 'Reserved LCU capacity: its price in this Region is not known here; --refresh-prices fetches it.';
  return reservation.lcus === 0
    ? `Reserved LCU capacity (${price} an LCU-hour) would not lower the bill; it is for peaks too sudden for scaling.`
    : `Reserved LCU capacity: ${reservation.lcus} LCUs would make it ${usd(reservation.month)}, ${usd(month - reservation.month)} less.`;
}

/** `null` means unknown. */
export function logsCostJson(cost: LogsCost): string {
  const { prices, hours, peak, meanLcus, decides, reservation } = cost;
  const data = {
    currency: 'USD',
    region: prices.region,
    prices: {
      hour: prices.hour,
      lcu: prices.lcu,
      reservedLcu: prices.reservedLcu ?? null,
      origin: prices.origin,
      asOf: prices.asOf ?? null,
    },
    lcus: { mean: meanLcus, peak: peak.lcus, peakHour: peak.from },
    decides,
    fixed: cents(cost.fixed),
    variable: cents(cost.variable),
    month: cents(cost.month),
    monthAtMost: cents(cost.monthAtMost),
    reservation: reservation ? { ...reservation, month: cents(reservation.month) } : null,
    hours: hours.map((each) => ({ ...each, dominant: each.dominant ?? null })),
    notInLogs: NOT_IN_LOGS,
  };
  return `${JSON.stringify(data, undefined, 2)}\n`;
}
