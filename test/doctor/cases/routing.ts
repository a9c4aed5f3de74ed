// Where rules lead, or do not.
import type { Case } from './case.ts';
import { host, observeRouted as observed, path, to, WEB, WS } from '../helpers/routed.ts';

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
];
