// The connection log's part of the report.
import type { ConnectionResult } from '../types.ts';
import { minuteReports, tableReport } from './access.ts';
import { distributionReport } from './distribution.ts';
import { ratio } from './quantities.ts';
import type { ConnectionReport } from './types.ts';

/** @param top maximum rows of each table. */
export const connectionReport = (
  { connections, handshakes, minutes, latency, clients }: ConnectionResult,
  top: number,
): ConnectionReport => ({
  connections,
  handshakes: tableReport(handshakes, top, (row) => ({ ...row, share: ratio(row.connections, connections) })),
  minutes: minuteReports(minutes).map(({ minute, opened, failed }) => ({ minute, opened, failed })),
  latency: distributionReport(latency),
  clients: tableReport(clients, top, ({ client, connections: of, failed }) => {
    return { client, connections: of, failed };
  }),
});
