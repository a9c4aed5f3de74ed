// What plain HTTP on port 80 does.
import { answererOf } from '../attribution.ts';
import type { Judgement } from '../judgement.ts';

export const plainServes: Judgement = {
  code: 'port-80-serves',
  severity: 'warning',
  title: 'Port 80 serves without TLS',
  reasoning:
    'One GET is sent to port 80. An answer that is neither a redirect nor a refusal (403, 404, 426 and the like) means that pages or sockets are served unencrypted. With -c, that is what listener.http: forward promises.',
  judge: ({ plain }, config) =>
    plain?.kind === 'answered' && plain.answer.status < 300 && config?.listener.http !== 'forward'
      ? [
          {
            what: `Port ${plain.port} answers ${plain.answer.status} without TLS.`,
            evidence: [
              ['status', plain.answer.status],
              ['answered by', answererOf(plain.answer).because],
            ],
            causes: ['The HTTP listener forwards to the targets.'],
            remedy: 'Let the HTTP listener redirect to HTTPS (listener.http: redirect), or remove it.',
          },
        ]
      : [],
};

export const plainRedirect: Judgement = {
  code: 'port-80-redirect',
  severity: 'warning',
  title: 'Port 80 redirects elsewhere',
  reasoning: 'Port 80 redirects, but not to https:// on the same name.',
  judge: ({ plain, endpoint }) => {
    if (plain?.kind !== 'answered' || plain.answer.status < 300 || plain.answer.status >= 400) return [];
    const location = plain.answer.headers['location'] ?? '';
    const base = `http://${endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host}/`;
    const to = URL.canParse(location, base) ? new URL(location, base) : undefined;
    const host = to?.hostname.replace(/^\[|\]$/g, '');
    if (to?.protocol === 'https:' && host === endpoint.host) return [];
    return [
      {
        what:
          to?.protocol === 'https:'
            ? `Port ${plain.port} redirects to another name.`
            : `Port ${plain.port} redirects, but not to https://.`,
        evidence: [['location', location.slice(0, 300)]],
        causes: ['The redirect action of the HTTP listener, or the server.'],
        remedy: 'Redirect to https://#{host}:443/#{path}?#{query}.',
      },
    ];
  },
};
