// Commands for the user to paste into a POSIX shell.

/** A text in single quotes, for POSIX shells and zsh. Nothing in it is expanded. */
export const singleQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Quotes one argument if it needs quotes. */
export const quote = (argument: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(argument) ? argument : singleQuoted(argument);

/** A command on one line, ready to paste. */
export const commandLine = (...words: readonly string[]): string => words.map(quote).join(' ');

/** A command of this program, as the README writes it: `npx websocket-alb …`. */
export const ownCommand = (...args: readonly string[]): string =>
  commandLine('npx', 'websocket-alb', ...args);

/** Region and profile as the user gave them, for every command that is printed. */
export interface AwsOptions {
  readonly region?: string;
  readonly profile?: string;
}

/** `aws …` on one line, ready to paste. */
export const awsCommand = (args: readonly string[], { region, profile }: AwsOptions = {}): string =>
  commandLine(
    'aws',
    ...args,
    ...(region === undefined ? [] : ['--region', region]),
    ...(profile === undefined ? [] : ['--profile', profile]),
  );
