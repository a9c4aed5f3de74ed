// target.protocol HTTPS: the load balancer uses TLS to the targets, and does not verify the certificate.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { chat, generateSnippet, health, snippetFolder, socketUrl, start } from '../helpers/snippets.ts';
import { connect, echo } from '../helpers/sockets.ts';
import { freePort } from '../helpers/free-port.ts';
import { optional } from '../helpers/tools.ts';

const input = await chat();
const generated = snippetFolder(
  {
    ...input,
    target: { ...input.target, protocol: 'HTTPS' },
    healthCheck: { ...input.healthCheck, port: await freePort(), protocol: 'HTTP' },
  },
  'js',
);
afterAll(generated.remove);

it(
  'serves sockets over TLS, and the health check over the configured protocol',
  optional('openssl'),
  async () => {
    await generateSnippet(generated, 'server', 'server.js', '--emf');
    const [key, certificate] = ['key.pem', 'certificate.pem'].map((file) => join(generated.folder, file));
    const request = 'req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=target'.split(' ');
    const made = spawnSync('openssl', [...request, '-keyout', key ?? '', '-out', certificate ?? '']);
    expect(made.status).toBe(0);
    const env = { TLS_KEY_FILE: key ?? '', TLS_CERT_FILE: certificate ?? '' };
    await start(generated, 'server.js', env);
    const client = await connect(socketUrl(generated.config).replace('ws:', 'wss:'), {
      rejectUnauthorized: false,
    });
    expect(await echo(client, 'secret')).toBe('secret');
    expect((await health(generated.config)).status).toBe(200);
  },
);

it('says what is missing when there is no certificate', async () => {
  await generateSnippet(generated, 'server', 'server.js', '--emf');
  const { status, stderr } = spawnSync(process.execPath, ['server.js'], {
    cwd: generated.folder,
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toContain('Set TLS_KEY_FILE and TLS_CERT_FILE');
});
