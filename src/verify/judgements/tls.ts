// TLS: whether it works, its versions, and the certificate.
import { isTurnedAwayAsPromised } from '../client-certificate.ts';
import type { Judgement, Violation } from '../judgement.ts';
import type { Certificate, Handshake, Observations, TlsVersion } from '../observations.ts';

const DAY_MS = 86_400_000;
/** ACM renews 60 days before expiry. With so few days left, the renewal has failed or is manual. */
const FEW_DAYS = 30;

export const daysLeft = ({ validTo }: Certificate, at: Date): number =>
  Math.floor((validTo.getTime() - at.getTime()) / DAY_MS);

/** One violation per certificate, with the addresses that serve it. */
function perCertificate(
  { handshakes }: Observations,
  isWrong: (certificate: Certificate) => boolean,
  say: (certificate: Certificate) => Omit<Violation, 'evidence'>,
): readonly Violation[] {
  const byPrint = new Map<string, { certificate: Certificate; addresses: string[] }>();
  for (const { certificate, address } of handshakes) {
    if (!certificate || !isWrong(certificate)) continue;
    const known = byPrint.get(certificate.fingerprint);
    if (known) known.addresses.push(address);
    else byPrint.set(certificate.fingerprint, { certificate, addresses: [address] });
  }
  return [...byPrint.values()].map(({ certificate, addresses }) => ({
    ...say(certificate),
    evidence: [
      ['subject', certificate.subject],
      ['names', certificate.names.slice(0, 10).join(', ') || 'none'],
      ['issuer', certificate.issuer],
      ['valid', `${certificate.validFrom.toISOString()} to ${certificate.validTo.toISOString()}`],
      ...(certificate.distrust === undefined ? [] : [['check', certificate.distrust] as const]),
      ['at', addresses.join(', ')],
    ],
  }));
}

const isOver = ({ validTo }: Certificate, at: Date): boolean => validTo.getTime() < at.getTime();

export const certificateExpired: Judgement = {
  code: 'certificate-expired',
  severity: 'error',
  title: 'The certificate is not valid today',
  reasoning: 'Its dates are compared with this machine’s clock.',
  judge: (observed) =>
    perCertificate(
      observed,
      (each) => isOver(each, observed.at) || each.validFrom > observed.at,
      (each) => ({
        what: isOver(each, observed.at)
          ? `The certificate expired ${Math.max(0, -daysLeft(each, observed.at))} days ago: every client fails.`
          : 'The certificate is not valid yet: every client fails.',
        causes: isOver(each, observed.at)
          ? ['An imported certificate that nobody renewed, or ACM could not validate the name again.']
          : ['It was made for later, or the clock of this machine is wrong.'],
        remedy: 'Replace the certificate of the listener; with ACM, look at its renewal status.',
      }),
    ),
};

export const certificateSoon: Judgement = {
  code: 'certificate-expires-soon',
  severity: 'warning',
  title: 'The certificate expires soon',
  reasoning: `It is valid, for less than ${FEW_DAYS} days. ACM renews 60 days before the end, so a renewal has failed or is not automatic.`,
  judge: (observed) =>
    perCertificate(
      observed,
      (each) => !isOver(each, observed.at) && daysLeft(each, observed.at) < FEW_DAYS,
      (each) => ({
        what: `The certificate expires in ${daysLeft(each, observed.at)} days.`,
        causes: [
          'The renewal failed: the validation record is gone.',
          'It was imported, and is renewed by hand.',
        ],
        remedy: 'Look at the renewal status in ACM, or renew it now.',
      }),
    ),
};

export const certificateName: Judgement = {
  code: 'certificate-name',
  severity: 'error',
  title: 'The certificate is for another name',
  reasoning:
    'The URL’s name, which was sent as SNI, is compared with the certificate’s names as browsers do (RFC 6125).',
  judge: (observed) =>
    perCertificate(
      observed,
      ({ matchesName }) => !matchesName,
      () => ({
        what: `The certificate does not cover ${observed.endpoint.host}: every client fails.`,
        causes: [
          'The listener has no certificate for this name and serves its default.',
          ...(observed.endpoint.host.endsWith('.elb.amazonaws.com')
            ? ['No public certificate covers *.elb.amazonaws.com: clients must use a name of yours.']
            : []),
        ],
        remedy: 'Add a certificate for the name to the listener, or connect to a name that it covers.',
      }),
    ),
};

/** Codes for an incomplete chain. A private CA that signs directly looks the same. */
const NO_ISSUER = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_ISSUER_CERT',
]);
/** Codes that another judgement covers. */
const OF_DATES = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

const lacksIssuer = ({ distrust, sent, isSelfSigned }: Certificate): boolean =>
  distrust !== undefined && NO_ISSUER.has(distrust) && sent === 1 && !isSelfSigned;

export const chainIncomplete: Judgement = {
  code: 'certificate-chain',
  severity: 'error',
  title: 'The certificate chain is incomplete',
  reasoning:
    'The server sends one certificate, which is not self-signed, and its issuer is not among the authorities that this machine trusts. Browsers that have seen the intermediate elsewhere still connect; other clients do not.',
  judge: (observed) =>
    perCertificate(observed, lacksIssuer, ({ issuer }) => ({
      what: `The server sends its certificate without that of the issuer, ${issuer}: most clients other than browsers fail.`,
      causes: [
        'It was imported without its chain.',
        'A private authority issued it, which this machine does not know.',
      ],
      remedy: 'Import it again with the chain; for a private authority give --ca FILE.',
    })),
};

export const certificateUntrusted: Judgement = {
  code: 'certificate-untrusted',
  severity: 'error',
  title: 'The certificate is not trusted',
  reasoning:
    'The chain leads to an authority that this machine does not trust, or the certificate is self-signed. --ca adds authorities.',
  judge: (observed) =>
    perCertificate(
      observed,
      (each) => each.distrust !== undefined && !OF_DATES.has(each.distrust) && !lacksIssuer(each),
      (each) => ({
        what: each.isSelfSigned
          ? 'The certificate is self-signed: clients do not trust it.'
          : 'The chain leads to an authority that this machine does not trust.',
        causes: ['A private authority, or a certificate for tests.'],
        remedy: 'Use a certificate of ACM or another public authority; for a private one give --ca FILE.',
      }),
    ),
};

export const tlsFailed: Judgement = {
  code: 'tls-failed',
  severity: 'error',
  title: 'No TLS',
  reasoning: 'TCP connects, but the TLS handshake fails. The error says what the other side did.',
  judge: ({ handshakes }, config) =>
    handshakes.flatMap(({ address, outcome }) =>
      outcome.kind === 'failed' && outcome.stage === 'tls' && !isTurnedAwayAsPromised(outcome, config)
        ? [
            {
              what: /WRONG_VERSION|PACKET_LENGTH|HTTP_REQUEST/.test(outcome.code)
                ? 'The port does not speak TLS, and the URL says wss.'
                : `TLS fails with ${outcome.code}.`,
              evidence: [[address, outcome.message.slice(0, 200)]],
              causes: /WRONG_VERSION|PACKET_LENGTH|HTTP_REQUEST/.test(outcome.code)
                ? ['An HTTP listener on this port.']
                : outcome.code === 'TIMEOUT'
                  ? ['TCP is accepted and nothing follows: a proxy or firewall, or a server that hangs.']
                  : [
                      'The listener has no certificate, or demands one of the client.',
                      'No version or cipher in common.',
                    ],
              remedy: 'Check protocol, port and certificate of the listener.',
            },
          ]
        : [],
    ),
};

const OLD: readonly TlsVersion[] = ['1.0', '1.1'];

export const tlsOld: Judgement = {
  code: 'tls-old',
  severity: 'warning',
  title: 'Old TLS versions are accepted',
  reasoning:
    'A handshake that offers only one version is accepted. TLS 1.0 and 1.1 are deprecated (RFC 8996). A version that this machine cannot speak is not judged.',
  judge: ({ tls }) => {
    const accepted = OLD.filter((version) => tls?.versions[version] === 'accepted');
    if (!tls || accepted.length === 0) return [];
    return [
      {
        what: `TLS ${accepted.join(' and ')} ${accepted.length === 1 ? 'is' : 'are'} accepted.`,
        evidence: Object.entries(tls.versions).map(([version, support]) => [`TLS ${version}`, support]),
        causes: [
          'No policy is set, and the default of the API (ELBSecurityPolicy-2016-08) begins at TLS 1.0.',
        ],
        remedy: 'Set listener.https.sslPolicy (SslPolicy) to one of the TLS13-1-2 policies.',
      },
    ];
  },
};

export const certificatesDiffer: Judgement = {
  code: 'certificates-differ',
  severity: 'warning',
  title: 'Addresses have different certificates',
  reasoning: 'A load balancer serves the same certificate everywhere, except in the minutes after a change.',
  judge: ({ handshakes }) => {
    const prints = new Set(handshakes.flatMap(({ certificate }) => certificate?.fingerprint ?? []));
    if (prints.size < 2) return [];
    return [
      {
        what: `${prints.size} different certificates are served.`,
        evidence: handshakes.flatMap(({ address, certificate }: Handshake) =>
          certificate
            ? [[address, `${certificate.subject}, until ${certificate.validTo.toISOString()}`] as const]
            : [],
        ),
        causes: ['DNS holds addresses of two load balancers.', 'A certificate was just replaced.'],
        remedy: 'Look at the records of the name; try again in a few minutes.',
      },
    ];
  },
};
