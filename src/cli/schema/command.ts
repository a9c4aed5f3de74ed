import { jsonSchema } from '../../config/json-schema.ts';
import { writeResult } from '../io/output.ts';

/** `websocket-alb schema` */
export function schema({ output }: { readonly output?: string }): void {
  writeResult(`${JSON.stringify(jsonSchema(), undefined, 2)}\n`, output);
}
