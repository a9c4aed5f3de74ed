// GitHub Actions workflow commands, which show findings next to their lines in a pull request.
import { printable } from '../common/printable.ts';
import { whyOf, wordCheckFinding } from './check.ts';
import { wordsForSetAside } from './exceptions/words.ts';
import { findingsOf, subjectOf, type FileReport } from './report.ts';

const LEVELS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function formatGithub(reports: readonly FileReport[], notes: readonly string[] = []): string {
  const about = [...reports.flatMap(setAsideWords), ...notes].map(
    (note) => `::notice title=websocket-alb check::${data(note)}\n`,
  );
  const found = reports
    .flatMap((report) => {
      const { file, result } = report;
      if (!result.ok) return [command('error', file, result.line, 'unreadable', result.reason)];
      return findingsOf(report).map((finding) => {
        const { notation } = result;
        const { what, remedy } = wordCheckFinding(finding, notation);
        const { code, severity, line, condition, note } = finding;
        const only = condition === undefined ? '' : `\nOnly under the condition ${condition.name}.`;
        const noted = note === undefined ? '' : `\n${note}`;
        const message = `${what}${only}${noted}\n${whyOf(finding, notation)}\n${remedy}`;
        return command(
          LEVELS[severity],
          finding.file ?? file,
          line,
          `${code} ${subjectOf(finding)}`,
          message,
        );
      });
    })
    .join('');
  return found + about.join('');
}

const setAsideWords = ({ file, setAside = [] }: FileReport): string[] =>
  wordsForSetAside(setAside).map((words) => `${file}: ${words}`);

const command = (level: string, file: string, line: number, title: string, message: string): string =>
  `::${level} file=${property(file)}${line > 0 ? `,line=${line}` : ''},title=${property(title)}::${data(message)}\n`;

// The log of a run is also read on terminals.
const data = (value: string): string =>
  value.split('\n').map(printable).join('\n').replaceAll('%', '%25').replaceAll('\n', '%0A');
const property = (value: string): string => data(value).replaceAll(':', '%3A').replaceAll(',', '%2C');
