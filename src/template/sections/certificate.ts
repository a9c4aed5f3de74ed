import { validationRecords } from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import { ref } from '../intrinsics.ts';
import { ID, PARAMETER } from '../names.ts';
import { tags } from '../tags.ts';
import type { Ref, Section } from '../types.ts';

/** The certificate of the HTTPS listener: created here, or given as a parameter. */
export function certificate(config: Config): Section[] {
  const { https } = config.listener;
  if (https === false) return [];
  if (https.certificate === undefined) return [certificateParameter(https.certificateArn)];
  const [first, ...others] = validationRecords(https.certificate);
  const unvalidated = [first, ...others].filter((record) => record?.hostedZoneId === undefined);
  const validated = onePerRecord([first, ...others].filter((record) => record?.hostedZoneId !== undefined));
  return [
    {
      title: 'Certificate',
      why: [
        'The stack waits here until ACM has seen the validation records in DNS.',
        unvalidated.length > 0
          ? 'Create the records that ACM shows, in the console or with `aws acm describe-certificate`.'
          : 'ACM creates them itself in the hosted zone.',
      ],
      resources: {
        [ID.certificate]: {
          Type: 'AWS::CertificateManager::Certificate',
          Properties: {
            DomainName: first?.domainName,
            ...(others.length > 0 && { SubjectAlternativeNames: others.map(({ domainName }) => domainName) }),
            // The default would be email.
            ValidationMethod: 'DNS',
            ...(validated.length > 0 && {
              DomainValidationOptions: validated.map((record) => ({
                DomainName: record?.domainName,
                HostedZoneId: record?.hostedZoneId,
              })),
            }),
            Tags: tags(config, 'certificate'),
          },
        },
      },
    },
  ];
}

const certificateParameter = (arn: string | undefined): Section => ({
  title: 'Certificate',
  why: [],
  parameters: {
    [PARAMETER.certificate]: {
      Type: 'String',
      Description: 'ARN of the certificate for HTTPS, in ACM in the same Region or in IAM',
      AllowedPattern: 'arn:aws[a-z-]*:(acm|iam):.+',
      ConstraintDescription: 'must be the ARN of a certificate in ACM or IAM',
      ...(arn !== undefined && { Default: arn }),
    },
  },
});

/** The certificate that the listener uses. */
export const certificateRef = (config: Config): Ref =>
  ref(
    config.listener.https !== false && config.listener.https.certificate !== undefined
      ? ID.certificate
      : PARAMETER.certificate,
  );

/**
 * A wildcard and its base name have the same validation record: CloudFormation would create it twice, and Route 53
 * refuses the second.
 */
function onePerRecord<T extends { readonly domainName: string } | undefined>(records: readonly T[]): T[] {
  const seen = new Set<string>();
  return records.filter((record) => {
    const name = record?.domainName.replace(/^\*\./, '').toLowerCase() ?? '';
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}
