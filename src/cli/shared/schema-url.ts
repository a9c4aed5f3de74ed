import { VERSION } from '../../common/version.ts';

/** Where editors find this version's JSON Schema without an installation. */
export const SCHEMA_URL = `https://unpkg.com/websocket-alb@${VERSION}/schemas/config.schema.json`;
