import type { Rule } from '../rule.ts';
import { userGuide } from '../sources.ts';

const TYPE = 'TargetType';

export const lambdaWebSocket: Rule = {
  code: 'lambda-websocket',
  title: 'WebSockets to a Lambda function',
  severity: 'error',
  subject: 'target-group',
  reads: [TYPE],
  why: 'A Lambda target cannot hold a WebSocket: ELB answers the upgrade with 400 (LambdaWebsocketNotSupported).',
  source: userGuide('load-balancer-target-groups'),
  judge: (values) => (values[TYPE] === 'lambda' ? 'violated' : 'met'),
  words: (_values, name) => ({
    what: `${name(TYPE)} is lambda: ELB answers every WebSocket upgrade to a Lambda target with 400 (LambdaWebsocketNotSupported).`,
    allowed: 'instance, ip',
    remedy:
      'Run the WebSocket server on instances or in containers, or use an API Gateway WebSocket API for Lambda.',
  }),
};
