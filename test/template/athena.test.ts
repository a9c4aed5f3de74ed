import { describe, expect, it } from 'vitest';
import { ACCESS_LOG_TABLE, CONNECTION_LOG_TABLE } from '../../src/alb/log-tables.ts';
import { parseConfig } from '../../src/config/validate.ts';
import { ATHENA_QUERIES, fillIn } from '../../src/template/athena-queries.ts';
import { buildTemplate, templateObject } from '../../src/template/build.ts';
import { renderYaml } from '../../src/template/render.ts';
import { athena } from '../../src/template/sections/athena.ts';
import { logBucket } from '../../src/template/sections/log-bucket.ts';
import type { TemplateObject } from '../../src/template/types.ts';
import { resource } from '../helpers/template.ts';

describe('fillIn', () => {
  it('replaces only numbers before a comment that names a key', () => {
    expect(fillIn('60, 4000 /* a.b */, 4000 /* a.c */ + 4000', { 'a.b': 1, 'a.c': 22 })).toBe(
      '60, 1 /* a.b */, 22 /* a.c */ + 4000',
    );
  });

  it('fails when a key has no value', () => {
    expect(() => fillIn('4000 /* a.b */', { 'a.c': 1 })).toThrow('no value for a.b');
    expect(() => fillIn('4000 /* toString */', {})).toThrow('no value for toString');
  });
});

describe('queries', () => {
  it('say what they answer, and restrict the days', () => {
    for (const { name, description, sql } of ATHENA_QUERIES) {
      expect(name).toMatch(/^[A-Z].{5,60}$/);
      // Athena API, CreateNamedQuery.
      expect(description).toMatch(/^.{40,1024}$/);
      expect(sql).toContain(
        "WHERE day BETWEEN date_format(current_date - interval '1' day, '%Y/%m/%d') AND date_format(current_date, '%Y/%m/%d')",
      );
      // The file's comment is already the name and the description.
      expect(sql).not.toContain('-- ');
    }
  });

  it('read the table that they are listed under', () => {
    const names = { access: ACCESS_LOG_TABLE.name, connection: CONNECTION_LOG_TABLE.name };
    for (const { table, sql } of ATHENA_QUERIES) {
      const read = Object.values(names).filter((name) => sql.includes(`FROM ${name}\n`));
      expect(read).toEqual([names[table]]);
    }
  });
});

/** The template, with the section appended to the existing ones. */
function templateOf(logs: Record<string, unknown>, input: Record<string, unknown> = {}): TemplateObject {
  const config = parseConfig({ ...input, logs: { athena: true, ...logs } });
  return templateObject({
    description: 'test',
    sections: [...logBucket(config), ...athena(config)],
  });
}
const typesOf = (template: TemplateObject, type: string) =>
  Object.keys(template.Resources).filter((id) => template.Resources[id]?.Type === type);

describe('the section', () => {
  it('exists only when requested and when there are logs to read', () => {
    expect(athena(parseConfig({}))).toEqual([]);
    expect(athena(parseConfig({ logs: { athena: false, connection: true } }))).toEqual([]);
    const { logs, ...rest } = parseConfig({});
    expect(athena({ ...rest, logs: { ...logs, athena: true, access: false } })).toEqual([]);
  });

  it.each([
    [{}, ['AccessLogTable'], 8],
    [{ connection: true }, ['AccessLogTable', 'ConnectionLogTable'], 9],
    [{ access: false, connection: true }, ['ConnectionLogTable'], 1],
  ])('has tables for the enabled logs, and the queries that read them: %j', (logs, tables, queries) => {
    const template = templateOf(logs);
    expect(typesOf(template, 'AWS::Glue::Table')).toEqual(tables);
    expect(typesOf(template, 'AWS::Athena::NamedQuery')).toHaveLength(queries);
    expect(typesOf(template, 'AWS::Glue::Database')).toEqual(['LogDatabase']);
    expect(typesOf(template, 'AWS::Athena::WorkGroup')).toEqual(['AthenaWorkGroup']);
  });

  it('has a database name that Athena accepts, whatever the name of the stack', () => {
    const { Properties } = resource(templateOf({}), 'LogDatabase');
    const id =
      'arn:aws:cloudformation:eu-west-1:123456789012:stack/My-Stack/51af3dc0-da77-11e4-872e-1234567abcdb';
    const [text, variables] = (Properties['DatabaseInput'] as { Name: { 'Fn::Sub': [string, object] } }).Name[
      'Fn::Sub'
    ];
    expect(variables).toEqual({
      StackUuid: {
        'Fn::Select': [
          0,
          { 'Fn::Split': ['-', { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }] },
        ],
      },
    });
    const [uuid = ''] = id.split('/')[2]?.split('-') ?? [];
    expect(text.replace('${StackUuid}', uuid)).toBe('alb_logs_51af3dc0');
  });

  it('reads the logs from where the load balancer writes them', () => {
    const { Properties } = resource(templateOf({ access: { prefix: 'edge/chat' } }), 'AccessLogTable');
    expect(Properties).toMatchObject({
      CatalogId: { Ref: 'AWS::AccountId' },
      DatabaseName: { Ref: 'LogDatabase' },
      TableInput: {
        Name: 'access_logs',
        PartitionKeys: [{ Name: 'day', Type: 'string' }],
        Parameters: {
          'projection.enabled': 'true',
          'storage.location.template': {
            'Fn::Sub':
              's3://${LogBucket}/edge/chat/AWSLogs/${AWS::AccountId}/elasticloadbalancing/${AWS::Region}/${!day}',
          },
        },
        StorageDescriptor: {
          Location: {
            'Fn::Sub':
              's3://${LogBucket}/edge/chat/AWSLogs/${AWS::AccountId}/elasticloadbalancing/${AWS::Region}/',
          },
          SerdeInfo: { Parameters: { 'input.regex': ACCESS_LOG_TABLE.regex } },
        },
      },
    });
  });

  it('uses an existing bucket, and creates none', () => {
    const template = templateOf({ bucket: 'logs-of-us', connection: true });
    const text = JSON.stringify(template);
    expect(text).not.toContain('LogBucket');
    for (const start of ['alb-logs/AWSLogs', 'connection-logs/AWSLogs', 'athena-results/${AWS::StackName}/'])
      expect(text).toContain(`s3://logs-of-us/${start}`);
  });

  it('has a workgroup that limits a query, encrypts like the bucket, and can be deleted', () => {
    const { Properties } = resource(templateOf({}), 'AthenaWorkGroup');
    expect(Properties).toMatchObject({
      Name: { Ref: 'AWS::StackName' },
      RecursiveDeleteOption: true,
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 107_374_182_400,
        ResultConfiguration: {
          OutputLocation: { 'Fn::Sub': 's3://${LogBucket}/athena-results/${AWS::StackName}/' },
          EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
        },
      },
    });
  });

  it('uses the idle timeout of the config', () => {
    const query = resource(templateOf({}, { loadBalancer: { idleTimeout: 350 } }), 'QueryIdleTimeout');
    expect(query.Properties['QueryString']).toContain('350 /* loadBalancer.idleTimeout */');
  });

  it('keeps the queries readable in YAML, and the template small enough to pass inline', () => {
    const config = parseConfig({ logs: { athena: true, connection: true } });
    const yaml = renderYaml(buildTemplate(config));
    expect(yaml).toMatch(/QueryString: \|-?\n +WITH connections AS \(\n/);
    expect(Buffer.byteLength(yaml)).toBeLessThan(51_200);
  });

  it('outputs the names that a query needs', () => {
    expect(templateOf({}).Outputs).toMatchObject({
      AthenaWorkGroup: { Value: { Ref: 'AthenaWorkGroup' } },
      AthenaDatabase: { Value: { Ref: 'LogDatabase' } },
    });
  });
});
