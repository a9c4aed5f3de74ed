// Whether a resource is for WebSockets, by the words that people use for it: a template has no setting that says so.
import { child, entry, text, type Node } from './node.ts';
import type { Resolver } from './resolve.ts';
import type { Resource } from './template.ts';

const WORDS =
  /web-?_?\s?socket|socket\.?io|sockjs|signalr|actioncable|(?:^|[/_\s-])wss?(?:[/_\s-]|$)|\/cable\b/i;
/** `WsTargetGroup`, `ChatWSS`: a part of a name in camel case. */
const CAMEL = /(?:^|[a-z0-9])(?:Ws|WS|Wss|WSS)(?:[A-Z]|$)|^wss?[A-Z]/;

/** Whether a text, such as a path or a name, speaks of WebSockets. */
export const socketPaths = (value: string): boolean => WORDS.test(value) || CAMEL.test(value);

/** Clients of these open HTTP requests before the upgrade, and again when it fails. */
export const POLLING = /socket\.?io|sockjs|signalr/i;

/** Whether a resource's id, name, tags, paths or conditions speak of WebSockets. */
export const mentionsSockets = (resource: Resource, resolver: Resolver): boolean =>
  [...socketTexts(resource, resolver)].some(socketPaths);

/** The texts of a resource that can tell what it is for. */
export function* socketTexts({ id, properties }: Resource, resolver: Resolver): Generator<string> {
  yield id;
  for (const key of ['Name', 'HealthCheckPath', 'Tags', 'Conditions'])
    yield* scalars(entry(properties, key)?.value, resolver);
}

function* scalars(node: Node | undefined, resolver: Resolver): Generator<string> {
  if (!node) return;
  if (node.kind === 'scalar') yield node.value;
  else if (node.kind === 'list') for (const item of node.items) yield* scalars(item, resolver);
  else {
    const value = resolver.string(node);
    if (typeof value === 'string') yield value;
    else if (text(child(node, 'HttpHeaderName'))?.toLowerCase() === 'upgrade') yield 'websocket';
    else for (const [, { value: inner }] of node.entries) yield* scalars(inner, resolver);
  }
}
