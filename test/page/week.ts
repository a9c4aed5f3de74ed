// A week of a busy service, with everything the charts must show: a stripe at the idle timeout, days and nights, deployments,
// a target that drops its sockets, an outage.
import { TARGETS, newService, type Socket } from '../logs/services.ts';

const HOUR = 3600;
const WEEK = 7 * 24;
/** Of the target that closes its sockets, and of the outage. Seconds from the start. */
const CLOSED_AT = 3 * 24 * HOUR + 8 * HOUR;
const OUTAGE_AT = 5 * 24 * HOUR + 11 * HOUR;

export function week(sockets: number, more: (index: number) => Socket = () => ({})): string[] {
  const service = newService(20);
  const deployments = [2, 4, 6].map((day) => day * 24 * HOUR + 14 * HOUR);
  for (let index = 0; index < sockets; index++) {
    // Three times as many by day as by night.
    let opened = service.uniform(0, WEEK * HOUR);
    if (Math.cos((opened / HOUR / 24) * 2 * Math.PI - 2.4) < service.uniform(-1.2, 1))
      opened = service.uniform(0, WEEK * HOUR);
    const target = service.pick(TARGETS);
    const isQuiet = service.chance(0.18);
    let lasted = isQuiet ? 60 + service.next() * 0.4 : service.lognormal(900, 1.5);
    if (!isQuiet && service.chance(0.07)) lasted = 3600 + service.next() * 3;
    const ends = [
      ...deployments.map((at) => at + TARGETS.indexOf(target) * 240),
      ...(target === TARGETS[1] ? [CLOSED_AT] : []),
    ];
    for (const at of ends) if (opened < at && opened + lasted > at) lasted = at - opened + service.next() * 8;
    service.socket(opened, lasted, { target, ...more(index) });
  }
  for (let index = 0; index < 420; index++) {
    const opened = CLOSED_AT - service.uniform(600, 9000);
    service.socket(opened, CLOSED_AT - opened + service.next() * 20, { target: TARGETS[1] });
  }
  for (let index = 0; index < 900; index++)
    service.request(OUTAGE_AT + service.uniform(0, 1500), service.chance(0.8) ? '503' : '502', {
      target: '-',
      targetStatus: '-',
      ...more(index),
    });
  for (let index = 0; index < 400; index++)
    service.request(service.uniform(0, WEEK * HOUR), '403', { ...more(index) });
  return service.lines(WEEK * HOUR);
}
