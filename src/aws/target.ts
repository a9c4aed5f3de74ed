/** Account and Region: options of every command that calls AWS. */
export interface AwsTarget {
  readonly region?: string;
  readonly profile?: string;
}
