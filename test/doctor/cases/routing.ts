// Where rules lead, or do not.
import type { Case } from './case.ts';
import { healthy } from '../helpers/observed.ts';
import { host, observeRouted as observed, path, redirect, to, WEB, WS } from '../helpers/routed.ts';
import {
  observedValue,
  type Observations,
  type Stack,
} from '../../../src/doctor/observations/observations.ts';

const withoutHttps = (stack: Stack | undefined): Observations => {
  const all = healthy();
  return {
    ...all,
    stack,
    listeners: { value: (observedValue(all.listeners) ?? []).filter(({ port }) => port !== 443) },
  };
};

export const ABOUT_ROUTING: readonly Case[] = [
  {
    code: 'rule-shadowed',
    hit: {
      name: 'a rule for all hosts before that of the sockets',
      observed: observed({
        '10': [to({ [WEB]: 1 }), host('*.example.com')],
        '20': [to({ [WS]: 1 }), host('ws.example.com'), path('/ws', '/ws/*')],
      }),
    },
    miss: {
      name: 'it comes after it',
      observed: observed({
        '10': [to({ [WS]: 1 }), host('ws.example.com'), path('/ws', '/ws/*')],
        '20': [to({ [WEB]: 1 }), host('*.example.com')],
      }),
    },
    evidence: [
      'rule 20 of HTTPS 443: host ws.example.com, path /ws or /ws/* → forward to ws',
      'rule 10 of HTTPS 443: host *.example.com → forward to web',
      'get no requests from any rule: ws',
    ],
    command: 'set-rule-priorities --rule-priorities',
    cause: 'Rule 10 of HTTPS 443 was added later',
  },
  {
    code: 'rule-shadowed',
    hit: {
      name: 'a rule for all paths before the default action, to which the sockets go',
      observed: observed({ '1': [to({ [WEB]: 1 }), path('/*')], default: [to({ [WS]: 1 })] }),
    },
    miss: {
      name: 'the default action leads where another rule leads too',
      observed: observed({
        '1': [to({ [WS]: 1 }), path('/ws')],
        '2': [to({ [WEB]: 1 }), path('/*')],
        default: [to({ [WS]: 1 })],
      }),
    },
    evidence: ['default action of HTTPS 443: forward to ws'],
    command: 'Narrow rule 1',
  },
  {
    code: 'rule-shadowed',
    hit: {
      name: 'all paths of the host',
      observed: observed({
        '1': [to({ [WEB]: 1 }), path('/*')],
        '2': [to({ [WS]: 1 }), path('/ws/*')],
      }),
    },
    miss: {
      name: 'the earlier rule takes only some of the paths',
      observed: observed({
        '1': [to({ [WEB]: 1 }), path('/ws')],
        '2': [to({ [WS]: 1 }), path('/ws', '/ws/*')],
      }),
    },
    evidence: ['get no requests from any rule: ws'],
    command: '/2,Priority=1',
  },
  {
    code: 'rule-path-never-matches',
    hit: { name: 'without a slash', observed: observed({ '5': [to({ [WS]: 1 }), path('ws/*')] }) },
    miss: { name: 'a wildcard', observed: observed({ '5': [to({ [WS]: 1 }), path('*/ws')] }) },
    evidence: ['rule 5 of HTTPS 443: path ws/* → forward to ws', 'get no requests from any rule: ws'],
    command: 'Write "/ws/*"',
  },
  {
    code: 'forward-weights-zero',
    hit: {
      name: 'nobody gets a share',
      observed: observed({ default: [to({ [WEB]: 0, [WS]: 0 })] }),
    },
    miss: { name: 'one does', observed: observed({ default: [to({ [WEB]: 0, [WS]: 1 })] }) },
    evidence: [
      'default action of HTTPS 443: forward to web 0, ws 0',
      'healthy targets of web: 2',
      'healthy targets of ws: 2',
    ],
    command: 'describe-rules --listener-arn',
    cause: 'stopped halfway',
  },
  {
    code: 'redirect-port',
    hit: {
      name: 'to HTTPS on a port without a listener',
      observed: observed({ '1': [redirect('8443'), path('/old')], default: [to({ [WS]: 1 })] }),
    },
    miss: {
      name: 'to the port of the listener',
      observed: observed({ '1': [redirect('443'), path('/old')], default: [to({ [WS]: 1 })] }),
    },
    evidence: ['port of the redirect: 8443', 'listeners: HTTPS 443'],
    command: 'Add a listener on port 8443',
    cause: 'deleted',
  },
  {
    code: 'redirect-port',
    hit: { name: 'from port 80, and 443 is gone', observed: withoutHttps(undefined) },
    miss: {
      name: 'the stack has the listener, which another diagnosis names',
      observed: withoutHttps(healthy().stack),
    },
    evidence: ['port of the redirect: 443', 'listeners: HTTP 80'],
    command: 'describe-listeners',
  },
  {
    code: 'redirect-port',
    hit: {
      name: 'to a port of this load balancer',
      observed: observed({ default: [redirect('8443')] }),
    },
    miss: {
      name: 'to another host',
      observed: observed({ default: [redirect('8443', 'example.com')] }),
    },
    evidence: ['port of the redirect: 8443'],
    command: 'or redirect to a port that has one',
  },
];
