import { VERSION } from '../../common/version.ts';

/** Where editors find the JSON Schema of this version without an installation. */
export const SCHEMA_URL = `https://unpkg.com/websocket-alb@${VERSION}/schemas/config.schema.json`;
