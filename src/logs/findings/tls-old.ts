// TLS older than 1.2.
import { count, many, percent } from '../report/quantities.ts';
import type { Find } from './finding.ts';
import { evidence } from './finding.ts';

/** In ELB's spelling. */
const OLD = /^(SSLv\d|TLSv1(\.[01])?)$/;

interface Row {
  readonly port: string;
  readonly protocol: string;
  readonly cipher: string;
  readonly connections: number;
}

export const tlsOld: Find = ({ access, connection }) => {
  const rows: readonly Row[] = access?.closed.rows ?? connection?.handshakes.rows ?? [];
  const total = access?.total.connections ?? connection?.connections ?? 0;
  const old = rows.filter(({ protocol }) => OLD.test(protocol));
  const connections = old.reduce((sum, row) => sum + row.connections, 0);
  if (connections === 0) return [];
  return [
    {
      code: 'tls-old',
      severity: 'warning',
      what: `${many(connections, 'connection')} used TLS older than 1.2.`,
      evidence: [
        `${percent(connections / total)} of all`,
        ...evidence(
          old,
          (row) => `${count(row.connections)} × ${row.protocol} ${row.cipher} on port ${row.port}`,
        ),
      ],
      remedy:
        'Set listener.https.sslPolicy to one with TLS 1.2 and 1.3, such as the default ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09; find out first who these clients are (user agents, client addresses), for they will be refused.',
      values: { connections, share: connections / total },
    },
  ];
};
