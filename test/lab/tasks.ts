// Tasks as ECS runs them: generated servers that query the health of their own target, which is faked here.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../src/config/schema/index.ts';
import { until } from '../helpers/sockets.ts';
import { FULL_WEIGHT, type LabProxy } from './proxy.ts';

const GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/lab/0123456789abcdef';
const XMLNS = 'xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"';

export interface LabTask {
  readonly name: string;
  readonly port: number;
}

export interface LabTasks {
  /** Starts a process for the task, waits until it is healthy, and lets the proxy send it sockets. */
  readonly start: (task: LabTask, options: { drains: boolean; weight?: number }) => Promise<void>;
  /** ECS's order: deregistration, its delay, the cut, SIGTERM. */
  readonly takeOut: (task: LabTask, delay: number) => Promise<void>;
  readonly kill: (task: LabTask) => Promise<void>;
  readonly stop: () => void;
}

/** Runs the servers of a folder in which `server.js` uses the port of the config. */
export async function labTasks(
  { folder, config }: { readonly folder: string; readonly config: Config },
  proxy: LabProxy,
): Promise<LabTasks> {
  const states = new Map<string, string>();
  const processes = new Map<string, ChildProcess>();
  const answered = new Set<string>();
  const api = await fakeApi(states, answered);
  const apiPort = portOf(api);
  const template = readFileSync(join(folder, 'server.js'), 'utf8');

  return {
    start: async ({ name, port }, { drains, weight = FULL_WEIGHT }) => {
      const file = join(folder, `${name}.js`);
      writeFileSync(file, template.replaceAll(`port: ${config.target.port},`, `port: ${port},`));
      states.set(name, 'initial');
      const child = spawn(process.execPath, [file], {
        cwd: folder,
        stdio: 'ignore',
        env: {
          ...process.env,
          AWS_ENDPOINT_URL: `http://127.0.0.1:${apiPort}`,
          AWS_REGION: 'eu-west-1',
          AWS_ACCESS_KEY_ID: 'lab',
          AWS_SECRET_ACCESS_KEY: 'lab',
          ECS_CONTAINER_METADATA_URI_V4: `http://127.0.0.1:${apiPort}/${name}`,
          ...(drains && { TARGET_GROUP_ARNS: GROUP }),
        },
      });
      processes.set(name, child);
      await until(`${name} is healthy`, async () => {
        if (child.exitCode !== null) throw new Error(`${name} has ended`);
        return fetch(`http://127.0.0.1:${port}/health`).then(
          ({ ok }) => ok,
          () => false,
        );
      });
      states.set(name, 'healthy');
      await proxy.open(name, weight);
      // Tasks run for hours before they are stopped, so it already knows that it was healthy.
      answered.delete(name);
      if (drains) await until(`${name} has asked`, () => answered.has(name));
    },
    takeOut: async ({ name }, delay) => {
      await proxy.drain(name);
      states.set(name, 'draining');
      await sleep(delay * 1000);
      await proxy.cut(name);
      states.set(name, 'unused');
      const child = processes.get(name);
      child?.kill('SIGTERM');
      // What a server without sockets does immediately; there is no need to wait for its drain.
      setTimeout(() => child?.kill('SIGKILL'), 2000).unref();
    },
    kill: async ({ name }) => {
      const child = processes.get(name);
      const exited = child && once(child, 'exit');
      child?.kill('SIGKILL');
      await proxy.drain(name);
      await exited;
    },
    stop: () => {
      for (const child of processes.values()) child.kill('SIGKILL');
      api.closeAllConnections();
      api.close();
    },
  };
}

/** DescribeTargetHealth and the metadata of tasks. A task's address is its name. */
async function fakeApi(states: ReadonlyMap<string, string>, answered: Set<string>): Promise<Server> {
  const server = createServer((request, response) => {
    const [, name = ''] = /^\/([^/]+)\/task$/.exec(request.url ?? '') ?? [];
    if (name !== '') {
      response.end(JSON.stringify({ Containers: [{ Networks: [{ IPv4Addresses: [name] }] }] }));
      return;
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const id = new URLSearchParams(body).get('Targets.member.1.Id') ?? '';
      response.on('finish', () => answered.add(id));
      response.setHeader('Content-Type', 'text/xml');
      response.end(
        `<DescribeTargetHealthResponse ${XMLNS}><DescribeTargetHealthResult><TargetHealthDescriptions><member><Target><Id>${id}</Id></Target><TargetHealth><State>${states.get(id) ?? 'unused'}</State></TargetHealth></member></TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>`,
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
