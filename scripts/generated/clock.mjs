// Loaded before an example runs, and into its stand-ins: the time is always that of the recording.
const NOW = Date.parse('2026-11-22T17:40:20Z');

// @ts-expect-error Calls without `new` are not needed.
globalThis.Date = class extends Date {
  /** @param {any[]} given */
  constructor(...given) {
    // @ts-expect-error Date does not take a list.
    super(...(given.length === 0 ? [NOW] : given));
  }
  /** @override */
  static now() {
    return NOW;
  }
};
