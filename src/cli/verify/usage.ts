import { Option } from 'commander';
import { collect, withConfig, type Usage } from '../shared/usage.ts';

export const verify: Usage = {
  name: 'verify',
  summary: 'show what a client really gets from an endpoint, and who closes its sockets',
  declare: (command) =>
    withConfig(command.argument('<url>', 'ws:// or wss://'))
      .option('--origin <origin>', 'the page that connects, as browsers send it')
      .option('-H, --header <name: value>', 'send a header with each handshake; repeatable', collect)
      .option(
        '-s, --subprotocol <name>',
        'ask for a subprotocol; repeatable, in order of preference',
        collect,
      )
      .option('--message <text>', 'send this first; a message must come back')
      .option('--compression', 'expect permessage-deflate, which is offered in any case')
      .option(
        '--idle <duration>',
        'hold silent sockets for this long; 65s shows ELB’s default, 0 holds none',
        '5s',
      )
      .option('--message-size <size>', 'try messages from 1 KB up to this size, such as 64k or 1m')
      .option('--sockets <n>', 'open this many, at most 20 per second, and hold them')
      .option('--hold <duration>', 'how long --sockets are held', '30s')
      .option('--watch [duration]', 'keep sockets open through a deployment (10m), and count what is cut')
      .option('--server-header <name>', 'the response header in which a server identifies itself')
      .option(
        '--connect-to <host>',
        'connect to this host under the URL’s name, e.g. a load balancer before DNS moves',
      )
      .option('--ca <file>', 'trust these authorities too (PEM)')
      .option('--insecure', 'continue even if the certificate is not accepted')
      .option('--http-port <port>', 'the port for plain HTTP; default 80 if the URL uses port 443, else none')
      .option('--timeout <duration>', 'time limit for a connection, an answer or a pong', '10s')
      .option('--yes', 'allow 20,000 sockets and 200 new ones per second; only for your own endpoint')
      .addOption(
        new Option('--format <format>', 'how to report').choices(['text', 'json', 'junit']).default('text'),
      )
      .option('-o, --output <file>', 'write to a file instead of standard output')
      .addHelpText(
        'after',
        `
With -c, --preset or --set, each promise of that config is checked against what was seen. It sends DNS queries, TLS handshakes,
WebSocket handshakes, pings, --message, one request to plain HTTP, and nothing else; SECURITY.md has the list.
Ctrl-C reports on what is known so far; a second one ends at once.
Exit code: 0 nothing found above info, 1 errors, warnings or a promise that is not met, 2 wrong usage, 130 interrupted.

Examples:
  npx websocket-alb verify wss://ws.example.com/chat
  npx websocket-alb verify wss://ws.example.com/chat -c websocket-alb.yaml --idle 65s
  npx websocket-alb verify wss://ws.example.com/ --connect-to chat-1234567890.eu-west-1.elb.amazonaws.com
  npx websocket-alb verify wss://ws.example.com/ --watch 20m --sockets 50
  npx websocket-alb verify wss://ws.example.com/ --origin https://www.example.com --format junit -o verify.xml`,
      )
      .action(async (url, options) => {
        const { verify } = await import('./command.ts');
        await verify(url, options);
      }),
};
