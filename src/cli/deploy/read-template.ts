// Parses a template if possible: CloudFormation accepts more than this program does.
import { child, text } from '../../check/node.ts';
import { BrokenTemplate, readNodes } from '../../check/read.ts';
import { readTemplate, type Template } from '../../check/template.ts';
import { METADATA_KEY } from '../../template/names.ts';

/** Undefined for a text that cannot be parsed. */
export const readIfPossible = (source: string): Template | undefined => attempt(() => readTemplate(source));

/** The version of this program that wrote a template, from its Metadata. */
export const versionIn = (source: string): string | undefined =>
  attempt(() => text(child(child(child(readNodes(source), 'Metadata'), METADATA_KEY), 'Version')));

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof BrokenTemplate || error instanceof RangeError) return undefined;
    throw error;
  }
}
