import { certain } from '../../alb/finding.ts';
import { many } from '../../common/numbers.ts';
import { userGuide } from '../../alb/sources.ts';
import { aws } from '../steps/commands.ts';
import type { Diagnosis } from '../diagnosis.ts';
import { observedValue } from '../observations/observations.ts';

/** ACM renews 60 days before expiry (acm/managed-renewal); if it has not by 30 days before, somebody has to act. */
const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

export const certificateExpiry: Diagnosis = {
  code: 'certificate',
  severity: 'error',
  title: 'A certificate that has expired, expires soon, or was never issued',
  reasoning:
    'ACM renews the certificates that it issued, as long as the validation record exists; whoever imported a certificate has to renew it.',
  source: userGuide('https-listener-certificates'),
  basis: certain('the status and dates that ACM reports'),
  judge: (observed, context) =>
    observed.certificates.flatMap((part) => {
      const certificate = observedValue(part);
      if (!certificate) return [];
      const { arn, domain, status, expires, renewal, renewalReason, type } = certificate;
      const days =
        expires === undefined ? undefined : (Date.parse(expires) - Date.parse(observed.at)) / DAY_MS;
      const expired = status === 'EXPIRED' || (days !== undefined && days <= 0);
      const soon = days !== undefined && days <= SOON_DAYS;
      const unusable = !expired && status !== 'ISSUED' && status !== '';
      if (!expired && !soon && !unusable) return [];
      const imported = type === 'IMPORTED';
      return [
        {
          subject: arn,
          severity: expired || unusable || renewal === 'FAILED' ? ('error' as const) : ('warning' as const),
          what: expired
            ? `The certificate of ${domain} has expired.`
            : unusable
              ? `The certificate of ${domain} is ${status}, not ISSUED.`
              : `The certificate of ${domain} expires in ${many(Math.ceil(days ?? 0), 'day')}.`,
          evidence: [
            ['status', status],
            ...(expires === undefined ? [] : [['expires', expires] as const]),
            ...(renewal === undefined
              ? []
              : [
                  [
                    'renewal',
                    renewalReason === undefined ? renewal : `${renewal} (${renewalReason})`,
                  ] as const,
                ]),
            ['type', type],
          ],
          causes: imported
            ? ['It was imported: ACM does not renew it.']
            : [
                'The CNAME record that validates the domain is missing or was removed.',
                'A CAA record of the domain does not allow amazon.com.',
              ],
          steps: imported
            ? [
                {
                  kind: 'fix',
                  words: 'Import the new one under the same ARN; listeners pick it up:',
                  command: aws(
                    context,
                    'acm',
                    'import-certificate',
                    '--certificate-arn',
                    arn,
                    '--certificate',
                    'fileb://certificate.pem',
                    '--certificate-chain',
                    'fileb://chain.pem',
                    '--private-key',
                    'fileb://private-key.pem',
                  ),
                },
              ]
            : [
                {
                  kind: 'confirm',
                  words: 'See the record that must be in the zone of the domain:',
                  command: aws(
                    context,
                    'acm',
                    'describe-certificate',
                    '--certificate-arn',
                    arn,
                    '--query',
                    'Certificate.DomainValidationOptions',
                  ),
                },
              ],
        },
      ];
    }),
};
