// The same question for DuckDB: counts and bytes by type, target, and minute.
import { DuckDBInstance } from '@duckdb/node-api';

const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await instance.connect();
const columns = Array.from({ length: 36 }, (_, index) => `'f${index + 1}': 'VARCHAR'`).join(', ');
const source =
  `read_csv('${process.argv[2]}/*.gz', delim=' ', quote='"', escape='\\', header=false, null_padding=true, ` +
  `ignore_errors=true, auto_detect=false, max_line_size=2097152, parallel=true, columns={${columns}})`;
const reader = await connection.runAndReadAll(
  `SELECT f1, f5, substr(f2, 1, 16), count(*), sum(TRY_CAST(f11 AS BIGINT)), sum(TRY_CAST(f12 AS BIGINT)),
     quantile_cont(epoch(TRY_CAST(f2 AS TIMESTAMP)) - epoch(TRY_CAST(f22 AS TIMESTAMP)), 0.5)
   FROM ${source} WHERE f1 IN ('ws', 'wss') GROUP BY ALL`,
);
console.log(reader.currentRowCount);
