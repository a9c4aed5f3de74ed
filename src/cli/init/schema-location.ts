// Where an editor finds the JSON Schema of a new config.
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { SCHEMA_URL } from '../shared/schema-url.ts';

const IN_PACKAGE = join('node_modules', 'websocket-alb', 'schemas', 'config.schema.json');

/**
 * The schema in the package installed in the config's folder or the nearest one above, relative to the config: it
 * matches the version in use and needs no network. Without such a package, the URL of this version.
 *
 * @param file path of the config, relative to the working directory
 */
export function schemaLocation(file: string): string {
  const folder = dirname(resolve(file));
  for (let above = folder; ; above = dirname(above)) {
    const schema = join(above, IN_PACKAGE);
    if (existsSync(schema)) {
      const path = relative(folder, schema).split(sep).join('/');
      return path.startsWith('.') ? path : `./${path}`;
    }
    if (dirname(above) === above) return SCHEMA_URL;
  }
}
