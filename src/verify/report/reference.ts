// The reference of the judgements, made from them.
import { SILENCE_LIMITS } from '../../alb/intermediaries.ts';
import { JUDGEMENTS } from '../judgements/index.ts';

/** `docs/verify.md` */
export const verifyReference = (): string =>
  [
    '# What `websocket-alb verify` looks at, and how it judges',
    '',
    '<!-- Made from the judgements by `npm run generate`. -->',
    '',
    '`websocket-alb verify wss://host/path` looks at an endpoint as a client does. It needs no AWS permissions and works on anybody’s',
    'endpoint. In this order: DNS; TCP, TLS and a WebSocket handshake at each address (at most 16); the TLS versions, each with a',
    'handshake of its own; one GET to port 80; the first message (`--message`); silent sockets (`--idle`); and, only when asked for,',
    'message sizes (`--message-size`), many sockets (`--sockets`) and a watch through a deployment (`--watch`).',
    '',
    'Errors and warnings are findings (exit code 1), and so is a promise of the config (`-c`) that is not met. Info is shown only.',
    'What this machine cannot try (no route for IPv6, an OpenSSL without TLS 1.0) is listed as not tested: neither refused nor met.',
    '',
    '## Who closed a socket',
    '',
    'A client sees how a socket ended and when; who ended it is inferred, and worded that way. A load balancer speaks no WebSocket',
    'frames, so a close frame always comes from the server (or a WebSocket proxy). FIN or RST without one is a load balancer, a',
    'proxy, or a server process that died. A timeout is recognized by the seconds since the last byte:',
    '',
    ...SILENCE_LIMITS.flatMap(({ seconds, layers, source }) => [
      `- **${seconds} s**: ${layers.join('; ')}. Source: <${source}>`,
    ]),
    '',
    'With `-c`, `loadBalancer.idleTimeout` of the config comes first. `--idle 65` shows whether the default of 60 s applies, in',
    'little more than a minute. Four sockets are held at once: two silent ones, one that sends pings, and one that leaves the pings',
    'of the server unanswered. At the end each is sent a ping: a layer that forgets connections without a word shows then.',
    '',
    '## Bounds',
    '',
    'At most 1,000 sockets and 20 new ones a second; `--yes` allows 20,000 and 200. At most 64 KB of a refusal and 16 MB of what a',
    'server sends on a socket are read. The end is stated before the start. Ctrl-C reports on what is known so far. SECURITY.md says',
    'what is sent.',
    '',
    '## The judgements',
    '',
    ...JUDGEMENTS.flatMap(({ code, severity, title, reasoning }) => [
      `### ${code}`,
      '',
      `**${severity}**: ${title}. ${reasoning}`,
      '',
    ]),
  ].join('\n');
