// Lists the calls as commands, for users who want to see them or lack credentials.
import { answerWith, type Call } from '../calls/call.ts';
import { collect, type Request } from '../collect/collect.ts';
import { awsCommand, type AwsOptions } from '../../common/shell.ts';

/**
 * Every command that would be run, in order, without duplicates. Words in capitals stand for values from earlier
 * responses.
 */
export function commandList(request: Request, options: AwsOptions): string {
  const calls = new Map<string, Call>();
  answerWith(collect(request), (call) => {
    calls.set(awsCommand([...call.args, '--output', 'json'], options), call);
    return { ok: true, value: call.placeholder };
  });
  return [...calls]
    .map(([command, { about, permission }]) => `# ${about} (${permission})\n${command}\n`)
    .join('\n');
}
