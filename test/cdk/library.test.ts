// What the generated code assumes about aws-cdk-lib, checked against the library itself.
import { readFileSync } from 'node:fs';
import { SslPolicy } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { describe, expect, it } from 'vitest';
import { TLS_POLICY_PREFIX } from '../../src/alb/tls-policies.ts';
import { defaultStackClass, fileNameOf, stackId } from '../../src/cdk/names.ts';
import { SSL_POLICY_MEMBERS } from '../../src/cdk/sections/ssl-policy.ts';
import { DEPENDENCIES, DEV_DEPENDENCIES } from '../../src/cdk/versions.ts';

it('the table of TLS policies matches the enum, without its aliases', () => {
  const { RECOMMENDED: _, RECOMMENDED_TLS: __, LEGACY: ___, ...named } = SslPolicy;
  const ours = Object.entries(SSL_POLICY_MEMBERS).map(([policy, name]) => [name, TLS_POLICY_PREFIX + policy]);
  expect(Object.fromEntries(ours)).toEqual(named);
});

it('an app pins the versions installed here', () => {
  const installed = (name: string) => {
    const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  };
  const pinned: Record<string, string> = { ...DEPENDENCIES, ...DEV_DEPENDENCIES };
  for (const name of ['aws-cdk-lib', 'constructs', '@types/node', 'typescript'])
    expect([name, pinned[name]]).toEqual([name, installed(name)]);
});

describe('names', () => {
  it.each([
    ['websocket', 'WebsocketAlbStack', 'WebsocketAlb', 'websocket-alb-stack'],
    ['n-0', 'N0AlbStack', 'N0Alb', 'n0-alb-stack'],
    ['chat--eu-', 'ChatEuAlbStack', 'ChatEuAlb', 'chat-eu-alb-stack'],
  ])('%s: %s', (config, className, id, file) => {
    expect(defaultStackClass(config)).toBe(className);
    expect(stackId(config)).toBe(id);
    expect(fileNameOf(className)).toBe(file);
  });
});
