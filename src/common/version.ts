// `npm run generate` wrote this from package.json, which the bundles do not read.

export const VERSION = '0.2.0';
