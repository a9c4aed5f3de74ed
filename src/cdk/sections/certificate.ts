import { validationRecords } from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import { ID, PARAMETER } from '../../template/names.ts';
import { acm, elbv2, route53 } from '../library.ts';
import { describedAs, nameTag, type Part, type Sections } from '../part.ts';
import { call, create, member, name, THIS, type Expression, type Value } from '../source/nodes.ts';
import { declare, type Statement } from '../source/statements.ts';

/** The certificate of the HTTPS listener: created here, or an existing one. */
export function certificate(config: Config, sections: Sections): Part | undefined {
  const { https } = config.listener;
  if (https === false) return undefined;
  if (https.certificate !== undefined)
    return { statements: created(config, validationRecords(https.certificate)) };
  const { certificateArn } = https;
  return {
    props:
      certificateArn === undefined
        ? [
            {
              name: 'certificateArn',
              type: name('string'),
              doc: [describedAs(sections, PARAMETER.certificate)],
              placeholder:
                'arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-0000-0000-000000000000',
            },
          ]
        : [],
    statements: [
      declare(
        'certificate',
        call(
          member(elbv2, 'ListenerCertificate'),
          'fromArn',
          certificateArn ?? member(name('props'), 'certificateArn'),
        ),
      ),
    ],
  };
}

type Records = ReturnType<typeof validationRecords>;

function created(config: Config, records: Records): Statement[] {
  // Host names are case-insensitive, but CDK compares them case-sensitively.
  const names = records.map(({ domainName }) => domainName.toLowerCase());
  const zones = [...new Set(records.flatMap(({ hostedZoneId }) => hostedZoneId ?? []))];
  const variable = (zone: string): string => {
    const index = zones.indexOf(zone);
    return index === 0 ? 'hostedZone' : `hostedZone${index + 1}`;
  };
  const [domainName, ...others] = names;
  return [
    ...zones.map((zone) =>
      declare(
        variable(zone),
        call(
          member(route53, 'HostedZone'),
          'fromHostedZoneId',
          THIS,
          variable(zone).replace(/^h/, 'H'),
          zone,
        ),
      ),
    ),
    declare(
      'certificate',
      create(member(acm, 'Certificate'), THIS, ID.certificate, {
        // Sets the Name tag.
        certificateName: nameTag(config, 'certificate'),
        domainName,
        subjectAlternativeNames: others.length > 0 ? others : undefined,
        validation: validation(records, zones, (zone) => name(variable(zone))),
      }),
    ),
  ];
}

const base = (domainName: string): string => domainName.replace(/^\*\./, '').toLowerCase();

function validation(
  records: Records,
  zones: readonly string[],
  zoneOf: (zone: string) => Expression,
): Expression {
  const method = member(acm, 'CertificateValidation');
  const [zone] = zones;
  if (zone === undefined) return call(method, 'fromDns');
  if (records.every(({ hostedZoneId }) => hostedZoneId === zone))
    return call(method, 'fromDns', zoneOf(zone));
  // A wildcard is validated by the record of its base name, so the first zone given for either applies to both.
  const first = new Map(
    records
      .flatMap(({ domainName, hostedZoneId }) =>
        hostedZoneId === undefined ? [] : [[base(domainName), hostedZoneId] as const],
      )
      .toReversed(),
  );
  const entries = records.flatMap(({ domainName }): [string, Value][] => {
    const found = first.get(base(domainName));
    return found === undefined ? [] : [[domainName.toLowerCase(), zoneOf(found)]];
  });
  return call(method, 'fromDnsMultiZone', Object.fromEntries(entries));
}
