import { jsonSchema } from '../../config/json-schema.ts';
import { writeFile, writeOut } from '../output.ts';

/** `generate schema` */
export async function schema({ output }: { readonly output?: string }): Promise<void> {
  const text = `${JSON.stringify(jsonSchema(), undefined, 2)}\n`;
  if (output === undefined || output === '-') await writeOut(text);
  else writeFile(output, text);
}
