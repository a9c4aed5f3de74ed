// moto's server, one per run, started when the first test asks for it: it takes seconds to start, and much memory. Each test
// file has its own account there: see startFakeAws() in tools.ts.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { freePort } from './free-port.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Responds with the server's address once it is up. */
    fakeAwsStarter: string;
  }
}

export async function setup({ provide }: TestProject): Promise<() => void> {
  let moto: ChildProcess | undefined;
  let endpoint: Promise<string> | undefined;
  const start = async (): Promise<string> => {
    const port = await freePort();
    // An ACM certificate is issued immediately.
    const env = { ...process.env, MOTO_ACM_VALIDATION_WAIT: '0' };
    moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await announced(moto);
    return `http://127.0.0.1:${port}`;
  };
  const starter = createServer(async (_, response) => {
    endpoint ??= start();
    await endpoint.then(
      (address) => response.end(address),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  starter.listen(0, '127.0.0.1');
  await once(starter, 'listening');
  provide('fakeAwsStarter', `http://127.0.0.1:${(starter.address() as AddressInfo).port}`);
  return () => {
    starter.close();
    starter.closeAllConnections();
    moto?.kill();
  };
}

/** Waits for the line that says that it is listening. */
function announced(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-5000);
      if (said.includes('Running on ')) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`moto_server ended: ${said}`)));
  });
}
