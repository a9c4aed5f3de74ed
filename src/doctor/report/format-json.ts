import type { Report } from '../diagnose.ts';
import { quote } from '../../common/shell.ts';

/** JSON output: everything, with commands ready to paste into a shell. */
export function formatJson({ at, from, to, parts, missing }: Report): string {
  const data = {
    at,
    window: { from, to },
    // What was not observed may be unhealthy.
    healthy:
      missing.length === 0 &&
      parts.every(({ findings }) => findings.every(({ severity }) => severity === 'info')),
    parts: parts.map(({ name, arn, findings, overview }) => ({
      name,
      ...(arn !== undefined && { arn }),
      ...(overview && {
        ...(overview.owner !== undefined && { owner: overview.owner }),
        ...(overview.stackByTags !== undefined && { stackByTags: overview.stackByTags }),
        targetGroups: overview.groups,
      }),
      findings: findings.map(
        ({
          code,
          severity,
          subject,
          name: subjectName,
          title,
          what,
          evidence,
          causes,
          steps,
          reasoning,
          source,
          basis,
        }) => ({
          code,
          severity,
          subject,
          name: subjectName,
          title,
          what,
          evidence: evidence.map(([name, value]) => ({ name, value })),
          causes,
          steps,
          reasoning,
          source,
          basis,
        }),
      ),
    })),
    missing: missing.map(({ about, permission, failure, command }) => ({
      about,
      permission,
      reason: failure.kind,
      message: failure.message,
      command: ['aws', ...command].map(quote).join(' '),
    })),
  };
  return `${JSON.stringify(data, undefined, 2)}\n`;
}
