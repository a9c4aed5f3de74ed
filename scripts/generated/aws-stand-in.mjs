// Loaded before an example runs. If its folder has aws-answers.json, a server within the process stands in for AWS and
// answers from that file. `answers` has a body for each operation, `metrics` the points of a metric: how many minutes
// ago, and a value.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

if (existsSync('aws-answers.json')) {
  /** @type {{ answers: Record<string, string>, metrics: Record<string, [number, number][]> }} */
  const { answers, metrics } = JSON.parse(readFileSync('aws-answers.json', 'utf8'));
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const operation = operationOf(request.url ?? '', request.headers['x-amz-target'], body);
      const answer = operation === 'GetMetricData' ? metricData(body) : recorded(operation, body);
      const isJson = answer.startsWith('{');
      response.writeHead(/^(<ErrorResponse|$)/.test(answer) ? 400 : 200, {
        'content-type': isJson ? 'application/x-amz-json-1.1' : 'text/xml',
      });
      response.end(answer);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  server.unref();
  const address = server.address();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    AWS_ACCESS_KEY_ID: 'example',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_REGION: 'eu-west-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
  delete process.env['AWS_PROFILE'];

  /**
   * Query protocols have the operation in the body, JSON protocols in a header, S3 in the address.
   *
   * @param {string} url @param {string | string[] | undefined} target @param {string} body
   */
  function operationOf(url, target, body) {
    if (typeof target === 'string') return target.split('.').at(-1) ?? '';
    const action = new URLSearchParams(body).get('Action');
    if (action !== null) return action;
    if (url.includes('policy')) return 'GetBucketPolicy';
    return url.includes('encryption') ? 'GetBucketEncryption' : 'ListObjectsV2';
  }

  /**
   * Rules are recorded for each listener.
   *
   * @param {string} operation @param {string} body
   */
  function recorded(operation, body) {
    const listener = new URLSearchParams(body).get('ListenerArn') ?? '';
    return answers[`${operation} ${listener}`] ?? answers[operation] ?? '';
  }

  /** @param {string} body */
  function metricData(body) {
    /** @type {{ Id: string, Label: string, MetricStat: { Metric: { MetricName: string } } }[]} */
    const queries = JSON.parse(body).MetricDataQueries;
    return JSON.stringify({
      MetricDataResults: queries.map(({ Id, Label, MetricStat }) => {
        const points = metrics[MetricStat.Metric.MetricName] ?? [];
        return {
          Id,
          Label,
          StatusCode: 'Complete',
          Timestamps: points.map(([minutes]) => Date.now() / 1000 - minutes * 60),
          Values: points.map(([, value]) => value),
        };
      }),
    });
  }
}
