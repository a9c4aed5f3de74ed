// TLS older than 1.2.
import { count, many, percent } from '../../common/numbers.ts';
import type { Find } from './finding.ts';
import { evidence } from './finding.ts';

/** As ELB spells them. */
const OLD = /^(SSLv\d|TLSv1(\.[01])?)$/;

interface Row {
  readonly port: string;
  readonly protocol: string;
  readonly cipher: string;
  readonly connections: number;
}

export const tlsOld: Find = ({ result: { access, connection } }) => {
  const rows: readonly Row[] = access?.closed.rows ?? connection?.handshakes.rows ?? [];
  const total = access?.total.connections ?? connection?.connections ?? 0;
  const sums = new Map<string, number>();
  for (const { protocol, cipher, port, connections } of rows) {
    if (!OLD.test(protocol)) continue;
    const words = `${protocol} ${cipher} on port ${port}`;
    sums.set(words, (sums.get(words) ?? 0) + connections);
  }
  const old = [...sums];
  const connections = old.reduce((sum, [, its]) => sum + its, 0);
  if (connections === 0) return [];
  return [
    {
      code: 'tls-old',
      severity: 'warning',
      what: `${many(connections, 'connection')} used TLS older than 1.2.`,
      brief: `${many(connections, 'connection')} with TLS older than 1.2`,
      evidence: [
        `${percent(connections / total)} of all`,
        ...evidence(old, ([words, its]) => `${count(its)} × ${words}`),
      ],
      remedy:
        'Set listener.https.sslPolicy to one with TLS 1.2 and 1.3, such as the default ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09; find out first who these clients are (user agents, client addresses), for they will be refused.',
      values: { connections, share: connections / total },
    },
  ];
};
