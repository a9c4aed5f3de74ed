// Random routes, mostly valid, so that few of them are removed again.
import * as fc from 'fast-check';
import type { ConfigInput } from '../../src/config/schema/index.ts';

type Route = NonNullable<ConfigInput['routes']>[number];

const word = fc.stringMatching(/^[a-z0-9_.~-]{1,12}$/);
const path = fc
  .tuple(word, fc.constantFrom('', '/*', '/?', `/a'b"c`, '/$&@:+'))
  .map(([name, rest]) => `/${name}${rest}`);
const host = fc
  .tuple(fc.constantFrom('', '*.', 'api-'), fc.stringMatching(/^[a-z0-9-]{1,10}$/))
  .map(([before, name]) => `${before}${name}.example.com`);
const text = fc.stringMatching(/^[ -~]{1,20}$/);
const few = <T>(item: fc.Arbitrary<T>, maxLength = 2) => fc.uniqueArray(item, { minLength: 1, maxLength });

const conditions = fc
  .record(
    {
      paths: few(path),
      hosts: few(host),
      methods: few(fc.constantFrom('GET', 'POST', 'PATCH')),
      headers: fc.dictionary(fc.stringMatching(/^X-[a-z]{1,8}$/), few(text), { minKeys: 1, maxKeys: 1 }),
      queryStrings: fc.dictionary(text, text, { minKeys: 1, maxKeys: 1 }),
      sourceIps: few(fc.constantFrom('10.0.0.0/8', '192.0.2.0/24', '2001:db8::/32')),
    },
    { requiredKeys: [] },
  )
  .map((all) => {
    // A rule has at least one condition and at most five values.
    const kept = Object.entries(all).slice(0, 2);
    return kept.length === 0 ? { paths: ['/only/*'] } : Object.fromEntries(kept);
  });

const port = fc.integer({ min: 1, max: 65535 });
const target = fc.oneof(
  fc.record({
    target: fc.record(
      {
        port,
        protocol: fc.constantFrom('HTTP', 'HTTPS'),
        instanceCount: fc.integer({ min: 0, max: 3 }),
        deregistrationDelay: fc.integer({ min: 0, max: 3600 }),
        algorithm: fc.constantFrom('round_robin', 'least_outstanding_requests', 'weighted_random'),
      },
      { requiredKeys: ['port'] },
    ),
    healthCheck: fc.record({ matcher: fc.constantFrom(200, '200-399', '204') }, { requiredKeys: [] }),
  }),
  fc.record({
    target: fc.record({ port, protocolVersion: fc.constantFrom('GRPC') }),
    healthCheck: fc.record({ matcher: fc.constantFrom('0', '0,12', '0-99', 12) }, { requiredKeys: [] }),
  }),
  fc.record({ target: fc.record({ port, protocolVersion: fc.constantFrom('HTTP2') }) }),
);
const redirect = fc.record({
  redirect: fc.record(
    {
      host: fc.constantFrom('www.example.com', 'old.#{host}'),
      path: fc.constantFrom('/', '/new/#{path}'),
      query: fc.constantFrom('', '#{query}&from=1'),
      statusCode: fc.constantFrom('HTTP_301', 'HTTP_302'),
    },
    { requiredKeys: ['path'] },
  ),
});
const fixed = fc.record({
  fixedResponse: fc.record(
    {
      statusCode: fc.constantFrom(200, 404, 503),
      contentType: fc.constantFrom('text/plain', 'application/json'),
      body: fc.string({ maxLength: 60, unit: 'grapheme-ascii' }),
    },
    { requiredKeys: ['statusCode'] },
  ),
});

const route = fc
  .tuple(conditions, fc.oneof({ weight: 3, arbitrary: target }, redirect, fixed))
  .map(([when, then]) => ({ ...when, ...then }));

/** 0–8 routes, and where sockets are opened; the last route may handle the rest. */
export const routesInput = (): fc.Arbitrary<Pick<ConfigInput, 'routes'> & { readonly paths?: string[] }> =>
  fc
    .tuple(fc.array(route, { maxLength: 8 }), fc.boolean(), fc.boolean(), fc.boolean())
    .map(([all, hasPaths, hasDefault, isPinned]) => {
      const routes = all.map((one, index) => ({
        name: `r-${index}${index % 2 === 0 ? '' : '-api'}`,
        ...(isPinned && index % 3 === 0 && { priority: 1000 * (index + 1) }),
        ...one,
      })) as Route[];
      if (hasPaths && hasDefault) routes.push({ name: 'rest', target: { port: 3001 } });
      return { routes, ...(hasPaths && { paths: ['/ws', '/ws/*'] }) };
    });
