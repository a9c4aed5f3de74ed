// Failed TLS handshakes in the connection log.
import { count, many, percent } from '../../common/numbers.ts';
import { evidence, type Find } from './finding.ts';

const SERIOUS_SHARE = 0.01;

export const handshakesFailed: Find = ({ result: { connection } }) => {
  const rows = connection?.handshakes.rows.filter(({ isFailed }) => isFailed) ?? [];
  const failed = rows.reduce((sum, row) => sum + row.connections, 0);
  if (!connection || failed === 0) return [];
  const share = failed / connection.connections;
  return [
    {
      code: 'handshakes-failed',
      severity: share >= SERIOUS_SHARE ? 'error' : 'warning',
      what: `${many(failed, 'TLS handshake')} failed.`,
      brief: `${many(failed, 'TLS handshake')} failed`,
      evidence: [
        `${percent(share)} of all connections`,
        ...evidence(
          rows,
          (row) =>
            `${count(row.connections)} × ${row.verification === '-' ? 'no TLS protocol agreed on' : row.verification} on port ${row.port}`,
        ),
      ],
      remedy:
        'Failed:ClientCert… is about the certificate of the client: compare it with the trust store. Without an agreed protocol the client has none in common with listener.https.sslPolicy, or does not speak TLS at all.',
      values: { failed, share },
    },
  ];
};
