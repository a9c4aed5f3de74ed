// SQL files are imported as text: by esbuild's text loader in scripts/build.mjs, by a plugin in vitest.config.ts.
declare module '*.sql' {
  const text: string;
  export default text;
}
