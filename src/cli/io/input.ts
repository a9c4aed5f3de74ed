import { readBounded } from './read-bounded.ts';

/** All of standard input. */
export const readStdin = (): string => readBounded('-', 16_000_000);
