// Names in the generated code that come from the config or the command line.
import { isIdentifier } from './source/literal.ts';

const pascal = (text: string): string =>
  text
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** `chat` -> `ChatAlbStack` */
export const defaultStackClass = (configName: string): string => `${pascal(configName)}AlbStack`;

/** The name of the stack in the app: `chat` -> `ChatAlb`. */
export const stackId = (configName: string): string => `${pascal(configName)}Alb`;

/** `ChatAlbStack` -> `chat-alb-stack` */
export const fileNameOf = (className: string): string =>
  className.replaceAll(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, '-').toLowerCase();

/** Reserved words, and names that TypeScript does not allow for a class. */
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
 * Why a text cannot be the name of the stack's class; undefined if it can.
 *
 * @param taken names that the code uses for something else.
 */
export function classNameProblem(text: string, taken: ReadonlySet<string>): BadClassName | undefined {
  if (!isIdentifier(text)) return 'form';
  if (RESERVED.has(text)) return 'reserved';
  return taken.has(text) ? 'taken' : undefined;
}
