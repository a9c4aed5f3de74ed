// What the three scripts know about `npx`: they complete `npx [options] websocket-alb …` and nothing else.

/** The names of the command. */
export const BINS = ['generate', 'websocket-alb'] as const;

/**
 * Options of npx whose value is the next word, of those that come before a command. Source:
 * https://docs.npmjs.com/cli/commands/npx
 */
export const NPX_VALUES = [
  '-p',
  '--package',
  '-w',
  '--workspace',
  '--cache',
  '--prefix',
  '--registry',
] as const;

/** After these comes a shell command line instead of a command name. */
export const NPX_CALL = ['-c', '--call'] as const;
