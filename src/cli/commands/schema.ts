import { jsonSchema } from '../../config/json-schema.ts';
import { writeFile, writeOut } from '../output.ts';

/** `generate schema` */
export function schema({ output }: { readonly output?: string }): void {
  const text = `${JSON.stringify(jsonSchema(), undefined, 2)}\n`;
  if (output === undefined || output === '-') writeOut(text);
  else writeFile(output, text);
}
