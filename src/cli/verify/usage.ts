import { Option } from 'commander';
import { collect, withConfig, type Usage } from '../shared/usage.ts';

export const verify: Usage = {
  name: 'verify',
  summary: 'say what a client really gets from an endpoint, and who closes its sockets',
  declare: (command) =>
    withConfig(command.argument('<url>', 'ws:// or wss://'))
      .option('--origin <origin>', 'the page that connects, as browsers say it')
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
        'hold silent sockets that long; 65s shows the default of ELB, 0 holds none',
        '5s',
      )
      .option('--message-size <size>', 'try messages from 1 KB up to this size, such as 64k or 1m')
      .option('--sockets <n>', 'open that many, at most 20 a second, and hold them')
      .option('--hold <duration>', 'how long --sockets are held', '30s')
      .option('--watch [duration]', 'keep sockets open through a deployment (10m), and count what is cut')
      .option('--server-header <name>', 'the header of the answer in which a server names itself')
      .option(
        '--connect-to <host>',
        'connect there, with the name of the URL: a load balancer before DNS moves',
      )
      .option('--ca <file>', 'trust these authorities too (PEM)')
      .option('--insecure', 'go on although the certificate is not accepted')
      .option('--http-port <port>', 'where plain HTTP is; default 80 with a URL for port 443, else none')
      .option('--timeout <duration>', 'for a connection, an answer, a pong', '10s')
      .option('--yes', 'allow 20,000 sockets and 200 new ones a second, on an endpoint of your own')
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
