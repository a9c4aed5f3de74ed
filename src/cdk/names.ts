// The names that the generated code gets from the config, or from the command line.
import { isIdentifier } from './source/literal.ts';

const pascal = (text: string): string =>
  text
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** `chat` -> `ChatAlbStack` */
export const defaultStackClass = (configName: string): string => `${pascal(configName)}AlbStack`;

/** The name of the stack in the app: `chat` -> `ChatAlb` */
export const stackId = (configName: string): string => `${pascal(configName)}Alb`;

/** `ChatAlbStack` -> `chat-alb-stack` */
export const fileNameOf = (className: string): string =>
  className.replaceAll(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, '-').toLowerCase();

/** Words of the language, and names that TypeScript does not let a class have. */
const RESERVED = new Set(
  (
    'arguments as await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof var void while with yield ' +
    'any bigint boolean never number object string symbol undefined unknown ' +
    'Object Promise exports module require'
  ).split(' '),
);

export type BadClassName = 'form' | 'reserved' | 'taken';

/**
 * Why a text cannot name the class of the stack; undefined when it can.
 *
 * @param taken names that the code uses for something else.
 */
export function classNameProblem(text: string, taken: ReadonlySet<string>): BadClassName | undefined {
  if (!isIdentifier(text)) return 'form';
  if (RESERVED.has(text)) return 'reserved';
  return taken.has(text) ? 'taken' : undefined;
}
