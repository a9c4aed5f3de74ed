// The package versions of a generated app, which are known to work together: the tests install and run them.

/** What the stack is built from. */
export const DEPENDENCIES = {
  'aws-cdk-lib': '2.276.0',
  constructs: '10.8.1',
} as const;

/** What synthesizes and checks it. `aws-cdk` 3.0.0 cannot read an app of the current library: see notes/cdk.md. */
export const DEV_DEPENDENCIES = {
  '@types/node': '20.19.43',
  'aws-cdk': '2.1148.1',
  tsx: '4.23.15',
  typescript: '7.0.2',
} as const;
