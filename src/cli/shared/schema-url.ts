declare const PACKAGE_VERSION: string;

/** Where editors find the JSON Schema of this version without an installation. */
export const SCHEMA_URL = `https://unpkg.com/websocket-alb@${PACKAGE_VERSION}/schemas/config.schema.json`;
