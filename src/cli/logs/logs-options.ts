// The options of `logs` as given on the command line.
import type { AwsTarget } from '../../aws/target.ts';

export interface LogsOptions extends AwsTarget {
  readonly since?: string;
  readonly until?: string;
  readonly idleTimeout?: string;
  readonly config?: readonly string[];
  readonly set?: readonly string[];
  readonly path?: readonly string[];
  readonly loadBalancer?: string;
  readonly baseline?: string;
  readonly where?: readonly string[];
  readonly lines?: string | true;
  readonly table?: string;
  readonly top?: string;
  readonly type: 'access' | 'connection';
  readonly showMalformed?: boolean;
  readonly format: 'text' | 'json' | 'ndjson' | 'csv' | 'html';
  readonly output?: string;
  readonly cache?: string;
  readonly athena?: boolean;
  readonly stackName?: string;
  readonly logGroup?: string;
}
