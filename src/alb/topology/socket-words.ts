// The words by which people name what is for WebSockets. ELB has no setting that says so: this is inference.

const WORDS =
  /web-?_?\s?socket|socket\.?io|sockjs|signalr|actioncable|(?:^|[/_\s-])wss?(?:[/_\s-]|$)|\/cable\b/i;
/** `WsTargetGroup`, `ChatWSS`: a part of a name in camel case. */
const CAMEL = /(?:^|[a-z0-9])(?:Ws|WS|Wss|WSS)(?:[A-Z]|$)|^wss?[A-Z]/;

/** Whether a text, such as a path or a name, speaks of WebSockets. */
export const speaksOfSockets = (text: string): boolean => WORDS.test(text) || CAMEL.test(text);

const POLLING_NAMES = /socket\.?io|sockjs|signalr/i;
/** Paths of SignalR hubs and of transports that poll. `/hub` alone is also a word of its own. */
const POLLING_PATHS = /\/(?:negotiate|longpoll(?:ing)?|xhr_streaming)\b|\/(?!github)[a-z]*hubs?(?:\/|\*|$)/i;

/** Whether a text names a library whose clients open HTTP requests before the upgrade, and again when it fails. */
export const speaksOfPolling = (text: string): boolean => POLLING_NAMES.test(text);

/** Whether a path is one that such a client polls. */
export const isPollingPath = (path: string): boolean => POLLING_NAMES.test(path) || POLLING_PATHS.test(path);

/** SignalR answers a request that reaches another server with 404, the others with 400. */
export const speaksOfSignalR = (text: string): boolean =>
  /signalr|\/negotiate\b|\/(?!github)[a-z]*hubs?(?:\/|\*|$)/i.test(text);
