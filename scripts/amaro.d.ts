// amaro ships no types; this is what scripts/snippets.mjs uses of it.
declare module 'amaro' {
  export function transformSync(source: string, options: { mode: 'strip-only' }): { code: string };
}
