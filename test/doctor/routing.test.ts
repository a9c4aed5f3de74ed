// What the report says of groups to which rules lead that never match, or share nothing.
import { describe, expect, it } from 'vitest';
import { formatText } from '../../src/doctor/report/format-text.ts';
import { codesOf, findingsOf, reportOf } from './helpers/situation.ts';
import { host, notFound, path, routed, to, WEB, WS } from './helpers/routed.ts';

const right = {
  '10': [to({ [WS]: 1 }), path('/ws', '/ws/*')],
  '20': [to({ [WEB]: 1 }), path('/*')],
} as const;
const shadowed = {
  '10': [to({ [WEB]: 1 }), host('*.example.com')],
  '20': [to({ [WS]: 1 }), host('ws.example.com'), path('/ws')],
} as const;

describe('a rule that never gets a request', () => {
  it('is not said to send any: the sockets go where the earlier rule leads', () => {
    const text = formatText(reportOf(routed(shadowed)));
    expect(text).toContain('\n  ws: gets no requests; 2 of 2 targets healthy\n');
    expect(text).toContain('\n  web: gets sockets from rule 10 of HTTPS 443 (host *.example.com); 2 of 2');
    expect(text).toContain(
      'Rule 20 of HTTPS 443 never gets a request: rule 10 of HTTPS 443, which ELB tries first, takes all that it matches.',
    );
    expect(codesOf(routed(shadowed))).toEqual(['rule-shadowed']);
    expect(codesOf(routed(right))).toEqual([]);
  });

  it('the order that is printed is right, keeps the rules in between, and uses no new number', () => {
    const rules = {
      '10': [to({ [WEB]: 1 }), path('/*')],
      '15': [to({ [WEB]: 1 }), host('a.b')],
      '20': [to({ [WS]: 1 }), path('/ws')],
      '30': [notFound, host('*.b')],
    } as const;
    const finding = findingsOf(routed(rules)).find(({ code }) => code === 'rule-shadowed');
    const command = finding?.steps.find(({ command: one = '' }) =>
      one.includes('set-rule-priorities'),
    )?.command;
    // 15, 20 and 30 are all shadowed by 10, which goes to the end.
    expect(
      [...(command ?? '').matchAll(/\/(\d+),Priority=(\d+)/g)].map(([, from, now]) => `${from}→${now}`),
    ).toEqual(['15→10', '20→15', '30→20', '10→30']);
  });

  it('what one rule shadows, such as a page for maintenance, is one finding', () => {
    const maintenance = routed({ '1': [notFound, path('*')], ...right });
    expect(findingsOf(maintenance).filter(({ code }) => code === 'rule-shadowed')).toHaveLength(1);
  });

  it('of a controller: its priorities are not set by hand', () => {
    const ingress = routed(shadowed, (one) => {
      one.tags = { [one.lb.LoadBalancerArn]: { 'ingress.k8s.aws/stack': 'chat/ws' } };
    });
    const steps = findingsOf(ingress).find(({ code }) => code === 'rule-shadowed')?.steps ?? [];
    expect(JSON.stringify(steps)).not.toContain('set-rule-priorities');
    expect(steps.map(({ words }) => words).join('\n')).toContain('order of the paths in Ingress chat/ws');
  });
});

it('groups of weight 0 only get no requests, and that is a finding', () => {
  const blueGreen = (weights: Record<string, number>) => routed({ default: [to(weights)] });
  expect(codesOf(blueGreen({ [WEB]: 0, [WS]: 0 }))).toEqual(['forward-weights-zero']);
  expect(codesOf(blueGreen({ [WEB]: 100, [WS]: 0 }))).toEqual([]);
});
