// `check --fix` on manifests, as a user sees it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const ingress = (annotations: string, name = 'ws'): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  annotations:
    alb.ingress.kubernetes.io/${annotations}
spec: {ingressClassName: alb}
`;
const WRONG = 'load-balancer-attributes: "idle_timeout.timeout=600" # long';
const RIGHT = 'load-balancer-attributes: "idle_timeout.timeout_seconds=600" # long';

function folder(files: Record<string, string>): string {
  const cwd = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return cwd;
}
const textIn = (cwd: string, name: string): string => readFileSync(join(cwd, name), 'utf8');

it('writes the fixes, lists what it leaves and what to write there, and is done in one run', async () => {
  const left = ingress("load-balancer-attributes: 'idle_timeout.timeout_seconds=9999'", 'b');
  const cwd = folder({ 'a.yaml': `${ingress(WRONG)}---\n${left}` });
  const { status, stdout, stderr } = await generate(['check', '--fix', 'a.yaml'], { cwd });
  const note =
    'a.yaml: not fixed: attribute-value Ingress default/b (14): idle_timeout.timeout_seconds is "9999". Use an allowed value.\n';
  expect(stderr).toBe(`${note}a.yaml: fixed 1 finding: attribute-unknown Ingress default/ws (6).\n`);
  expect(status).toBe(1);
  expect(stdout).not.toContain('attribute-unknown');
  expect(textIn(cwd, 'a.yaml')).toBe(`${ingress(RIGHT)}---\n${left}`);
  expect(await generate(['check', '--fix', 'a.yaml'], { cwd })).toEqual({ status, stdout, stderr: note });
});

it('=dry-run shows the diff and writes nothing, even for standard input', async () => {
  const cwd = folder({ 'a.yaml': ingress(WRONG) });
  const { stdout, stderr } = await generate(['check', '--fix=dry-run', 'a.yaml'], { cwd });
  expect(stderr).toBe('a.yaml: would fix 1 finding: attribute-unknown Ingress default/ws (6).\n');
  expect(stdout.match(/^[-+] .*/gm)).toEqual([
    `-    alb.ingress.kubernetes.io/${WRONG}`,
    `+    alb.ingress.kubernetes.io/${RIGHT}`,
  ]);
  expect(textIn(cwd, 'a.yaml')).toBe(ingress(WRONG));
  const piped = await generate(['check', '--fix=dry-run'], { cwd, input: ingress(WRONG) });
  expect(piped.stdout).toBe(stdout.replaceAll('a.yaml', 'stdin'));
});

it('leaves what the config ignores or the baseline lists, file by file', async () => {
  const config = 'ignore: [{ code: attribute-unknown, reason: new, files: [a.yaml] }]\n';
  const files = { 'a.yaml': ingress(WRONG, 'a'), 'b.yaml': ingress(WRONG, 'b') };
  const cwd = folder({ ...files, '.websocket-alb-check.yaml': config });
  const { stderr } = await generate(['check', '--fix', 'a.yaml', 'b.yaml'], { cwd });
  expect(stderr).toContain(
    'a.yaml: left 1 finding that config or baseline accept: attribute-unknown Ingress default/a (6).\n',
  );
  expect([textIn(cwd, 'a.yaml'), textIn(cwd, 'b.yaml')]).toEqual([files['a.yaml'], ingress(RIGHT, 'b')]);

  const other = folder(files);
  await generate(['check', '--write-baseline', 'known.json', 'b.yaml'], { cwd: other });
  await generate(['check', '--fix', '--baseline', 'known.json', 'a.yaml', 'b.yaml'], { cwd: other });
  expect([textIn(other, 'a.yaml'), textIn(other, 'b.yaml')]).toEqual([ingress(RIGHT, 'a'), files['b.yaml']]);
});

it('does not touch a Helm chart or its output, and says why', async () => {
  const files = {
    'chart.yaml': ingress(WRONG).replace('name: ws', 'name: {{ .Values.name }}'),
    'rendered.yaml': `---\n# Source: chat/templates/ingress.yaml\n${ingress(WRONG)}`,
  };
  const cwd = folder(files);
  const chart = await generate(['check', '--fix', 'chart.yaml'], { cwd });
  expect(chart.status).toBe(2);
  expect(chart.stdout).toContain('Render it first: helm template . | npx websocket-alb check.');
  const rendered = await generate(['check', '--fix', 'rendered.yaml'], { cwd });
  expect(rendered.stderr).toBe(
    'rendered.yaml: not fixed: helm template wrote it: change the chart, or it comes back when it is rendered again.\n',
  );
  for (const [name, text] of Object.entries(files)) expect(textIn(cwd, name)).toBe(text);
});
