// amaro ships no types; this declares what scripts/snippets.mjs uses.
declare module 'amaro' {
  export function transformSync(source: string, options: { mode: 'strip-only' }): { code: string };
}
