// The words that people use to name things for WebSockets. ELB has no setting that says so, so this is inference.

const WORDS =
  /web-?_?\s?socket|socket\.?io|sockjs|signalr|actioncable|(?:^|[/_\s-])wss?(?:[/_\s-]|$)|\/cable\b/i;
/** `WsTargetGroup`, `ChatWSS`: part of a camel-case name. */
const CAMEL = /(?:^|[a-z0-9])(?:Ws|WS|Wss|WSS)(?:[A-Z]|$)|^wss?[A-Z]/;

/** Whether a text, such as a path or name, mentions WebSockets. */
export const speaksOfSockets = (text: string): boolean => WORDS.test(text) || CAMEL.test(text);

const POLLING_NAMES = /socket\.?io|sockjs|signalr/i;
/** Paths of SignalR hubs and of polling transports. `/hub` alone can also be an ordinary word. */
const POLLING_PATHS = /\/(?:negotiate|longpoll(?:ing)?|xhr_streaming)\b|\/(?!github)[a-z]*hubs?(?:\/|\*|$)/i;

/**
 * Whether a text names a library whose clients send HTTP requests before the upgrade, and fall back to them if it
 * fails.
 */
export const speaksOfPolling = (text: string): boolean => POLLING_NAMES.test(text);

/** Whether a path is one that such clients poll. */
export const isPollingPath = (path: string): boolean => POLLING_NAMES.test(path) || POLLING_PATHS.test(path);

/** SignalR answers 404 to a request that reaches the wrong server; the other libraries answer 400. */
export const speaksOfSignalR = (text: string): boolean =>
  /signalr|\/negotiate\b|\/(?!github)[a-z]*hubs?(?:\/|\*|$)/i.test(text);
