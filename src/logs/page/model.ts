// Converts the report, and the data for pictures, to a page.
import { count, many, percent } from '../../common/numbers.ts';
import { SEVERITIES } from '../../common/severity.ts';
import { VERSION } from '../../common/version.ts';
import type { Card, Chart, Fact, PageModel } from '../../page/types.ts';
import { attemptsOf } from '../attempts.ts';
import type { Recognition } from '../recognition.ts';
import { duration, size, wordTime } from '../report/quantities.ts';
import type { Report } from '../report/types.ts';
import type { ScanResult } from '../types.ts';
import { comparedSections, worseAlone } from './compared.ts';
import { durationCharts } from './durations.ts';
import { failureChart, flowChart } from './flow.ts';
import { sectionsOf } from './sections.ts';
import { targetCharts } from './targets.ts';

const minuteOf = (iso: string): number => Math.floor(Date.parse(iso) / 60_000);

/** @param result a scan with `pictures`; without them (Athena, connection logs) the page has fewer charts. */
export function pageModel(result: ScanResult, report: Report, recognition: Recognition): PageModel {
  const { input, log } = report;
  const { firstTime, lastTime } = input;
  const period = firstTime && lastTime ? `${wordTime(firstTime)} to ${wordTime(lastTime)} UTC` : 'no lines';
  const { rows: balancers = [], keys = 0 } = report.access?.loadBalancers ?? {};
  const name = keys === 1 ? ` of ${balancers[0]?.word ?? ''}` : '';
  const only = input.where.length > 0 ? ` · only lines with ${input.where.join(' and ')}` : '';
  return {
    title: `WebSockets in the ${log} log${name}`,
    subtitle: `${period} · ${many(input.counted, 'line')}${only}${report.isComplete ? '' : ' · interrupted: only a part was read'}`,
    verdict: verdictOf(report),
    facts: factsOf(report),
    cardsTitle: 'Findings',
    cards: cardsOf(report),
    charts: chartsOf(result, report, recognition),
    sections: [...comparedSections(report), ...sectionsOf(report)],
    footer: `Made by websocket-alb ${VERSION} logs. Looked for: ${report.checked.join(', ')}. Idle timeout: ${report.idleTimeout.seconds} s (${report.idleTimeout.origin}).`,
  };
}

function verdictOf(report: Report): PageModel['verdict'] {
  const { findings, input, access, connection } = report;
  const alone = worseAlone(report);
  const all = [...findings, ...alone.flatMap(({ worst }) => worst ?? [])];
  const severity = SEVERITIES.find((each) => all.some((one) => one.severity === each));
  const damage = (input.malformed ?? 0) > 0 || input.remarks.some(({ isDamage }) => isDamage);
  const aside = damage ? ' Some of the input could not be counted, see the end.' : '';
  if (severity !== undefined) {
    const words = alone.map(
      ({ loadBalancer, worst }) => ` ${loadBalancer}, taken alone: ${worst?.brief ?? ''}.`,
    );
    return { severity, text: `${many(findings.length, 'finding')}.${words.join('')}${aside}` };
  }
  // If nothing was checked, do not say that all is well.
  if (input.counted === 0)
    return { severity: 'info', text: `No line counts, so there is nothing to judge.${aside}` };
  if ((access?.connections ?? connection?.connections ?? 0) === 0)
    return {
      severity: 'info',
      text: `No WebSocket closed in these lines, and none that is still open is in a log.${aside}`,
    };
  return {
    severity: damage ? 'info' : 'good',
    text: `None of what was looked for was found.${aside}`,
  };
}

function factsOf({ access, connection }: Report): Fact[] {
  if (connection) return [{ name: 'Connections', value: count(connection.connections) }];
  if (!access) return [];
  const { connections, failedUpgrades, young, durations, receivedBytes, sentBytes } = access;
  const seconds = (value: number | null): string => (value === null ? 'not known' : duration(value));
  return [
    { name: 'Sockets closed', value: count(connections) },
    {
      name: 'Upgrades that failed',
      value: `${count(failedUpgrades)} (${percent(failedUpgrades / Math.max(1, failedUpgrades + connections))})`,
      isBad: failedUpgrades > connections / 20,
    },
    { name: 'Median duration', value: seconds(durations.p50) },
    { name: `Ended within ${young.withinSeconds} s`, value: percent(young.share), isBad: young.share > 0.2 },
    { name: 'From clients', value: size(receivedBytes) },
    { name: 'To clients', value: size(sentBytes) },
  ];
}

/** Incidents first, then all findings. */
function cardsOf({ incidents, findings }: Report): Card[] {
  const several = incidents.filter(({ codes }) => codes.length > 1);
  return [
    ...several.map(({ from, to, severity, text, codes }): Card => ({
      severity,
      code: codes.join(', '),
      isIncident: true,
      title: text,
      evidence: [],
      remedies: [],
      span: { from: minuteOf(from), to: minuteOf(to) },
    })),
    ...findings.map(({ code, severity, what, evidence, remedy, events = [] }): Card => {
      const from = Math.min(...events.map((event) => minuteOf(event.from)));
      const to = Math.max(...events.map((event) => minuteOf(event.to)));
      return {
        severity,
        code,
        title: what,
        evidence,
        remedies: [{ words: remedy }],
        ...(events.length > 0 && { span: { from, to } }),
      };
    }),
  ];
}

function chartsOf(
  { access, firstTime, lastTime }: ScanResult,
  report: Report,
  recognition: Recognition,
): Chart[] {
  if (!access || firstTime === undefined || lastTime === undefined) return [];
  const minutes = [Math.floor(firstTime / 60e6), Math.floor(lastTime / 60e6)] as const;
  const { pictures } = access;
  const flow = flowChart(access.minutes, minutes);
  const failures = failureChart(attemptsOf(access, recognition), minutes);
  if (!pictures) return [flow, failures];
  const [heat, histogram] = durationCharts(pictures, minutes, report.idleTimeout.seconds);
  return [heat, flow, failures, ...targetCharts(pictures, minutes), histogram];
}
