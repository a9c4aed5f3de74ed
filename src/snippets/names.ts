// The names of all snippets. Nothing else is here, since completion and help read them.

/** The server-side snippets, each with a one-line description. */
export const SERVER_SNIPPETS = {
  'health-check': 'HTTP handler: 200 while the server takes sockets; 503 when it is full, closed or draining',
  heartbeat: 'pings every socket within the interval, and ends those whose peer is gone; one timer',
  drain: 'on SIGTERM: fail the health check, refuse upgrades, close sockets with 1001 over time, exit',
  metrics:
    'the metrics of dashboard and alarms, through the AWS SDK; with --emf as lines on stdout, without it',
  server: 'a complete server with all of it; with -o FOLDER as a project with package.json and Dockerfile',
  client:
    'a client for browsers: reconnects with full jitter and a cap, at once after 1001, keeps what is sent meanwhile',
  'client-node': 'the same for Node.js: backs off on 503, and ends a connection on which the pings stop',
} as const;

/** Every snippet, each in a line. */
export const SNIPPETS: Readonly<Record<string, string>> = {
  ...SERVER_SNIPPETS,
  'log-bucket-policy': 'the policy statement that an existing log bucket (logs.bucket) needs, as JSON',
  'github-actions': 'a workflow: check and dry run on pull requests, dev and then prod from main',
};
