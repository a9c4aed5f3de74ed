// What the three scripts know of `npx`: `npx [options] websocket-alb …`, and nothing else is theirs.

/** The names of the command. */
export const BINS = ['generate', 'websocket-alb'] as const;

/** Options of npx that take the next word, https://docs.npmjs.com/cli/commands/npx; it takes others, but these come before a command. */
export const NPX_VALUES = [
  '-p',
  '--package',
  '-w',
  '--workspace',
  '--cache',
  '--prefix',
  '--registry',
] as const;

/** With these no command follows: the next word is one for a shell. */
export const NPX_CALL = ['-c', '--call'] as const;
