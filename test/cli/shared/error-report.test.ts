import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crashReport, formatProblem } from '../../../src/cli/shared/error-report.ts';

describe('a crash', () => {
  it('is reported with the version, Node, the platform and what to attach', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const report = crashReport(new TypeError('x is not a function'));
    expect(report).toMatch(/^TypeError: x is not a function\n +at /);
    expect(report).toContain(
      `websocket-alb ${version} (Node.js ${process.versions.node}, ${process.platform} ${process.arch})`,
    );
    expect(report).toContain('the command, and the config, template or log');
  });
  it('names the bug tracker only when the package has one', () => {
    expect(crashReport('x', { version: '1.0.0', bugs: undefined })).not.toContain(' at ');
    expect(crashReport('x', { version: '1.0.0', bugs: 'https://example.com/issues' })).toContain(
      'Please report it at https://example.com/issues: ',
    );
  });
});

describe('a problem', () => {
  it('is formatted as a block of lines', () => {
    const problem = {
      where: 'a.yaml:3 name',
      what: 'Wrong.',
      details: ['one', 'two'],
      allowed: 'x',
      remedy: 'Y.',
    };
    expect(formatProblem(problem)).toBe(
      'error: a.yaml:3 name\n  Wrong.\n    one\n    two\n  allowed: x\n  remedy:  Y.',
    );
    expect(formatProblem({ severity: 'warning', what: 'Odd.' })).toBe('warning: Odd.');
  });
  it('never starts a line with untrusted text, which GitHub would obey', () => {
    const hostile = 'a\n::error::x\r\n::add-mask::y\u2028::z';
    const lines = formatProblem({
      where: hostile,
      what: hostile,
      details: [hostile],
      allowed: hostile,
      remedy: hostile,
    }).split(/[\n\r\u2028]/);
    expect(lines).toHaveLength(5);
    expect(lines.filter((line) => line.startsWith('::'))).toEqual([]);
  });
});
