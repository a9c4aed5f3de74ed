// Certificates made with openssl, each with a single fault.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DAY_MS = 86_400_000;

export interface Pair {
  readonly key: string;
  /** What a server sends: the certificate and those of its issuers, without the root. */
  readonly cert: string;
}

export interface Authorities {
  /** The root's file, for --ca. */
  readonly rootFile: string;
  /** A certificate for these names, with its validity in days before and after now. */
  readonly issue: (
    names: readonly string[],
    options?: {
      readonly fromDay?: number;
      readonly toDay?: number;
      /** Signed by the intermediate. `without`: sent without the intermediate's certificate. */
      readonly intermediate?: 'with' | 'without';
    },
  ) => Pair;
  readonly selfSigned: (name: string) => Pair;
}

/** A root and an intermediate authority in their own folder. */
export function makeAuthorities(folder: string): Authorities {
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`);
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  let number = 0;
  const sign = (issuer: string, request: string, extensions: string, from: number, to: number): string => {
    const id = ++number;
    const cert = `cert${id}.pem`;
    writeFileSync(file('index.txt'), '');
    writeFileSync(
      file('ca.cnf'),
      `[ca]\ndefault_ca=lab\n[lab]\ndatabase=index.txt\nnew_certs_dir=.\nserial=serial\ndefault_md=sha256\npolicy=any\nx509_extensions=ext\nunique_subject=no\n[any]\ncommonName=supplied\n[ext]\n${extensions}\n`,
    );
    writeFileSync(file('serial'), `${(0x1000 + id).toString(16)}\n`);

    openssl(
      'ca',
      '-batch',
      '-config',
      'ca.cnf',
      '-cert',
      `${issuer}.pem`,
      '-keyfile',
      `${issuer}.key`,
      '-in',
      request,
      '-out',
      cert,
      '-startdate',
      time(from),
      '-enddate',
      time(to),
      '-notext',
    );
    return cert;
  };
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    'root.key',
    '-out',
    'root.pem',
    '-days',
    '90',
    '-subj',
    '/CN=Lab Root',
  );
  openssl(
    'req',
    '-new',
    ...newKey,
    '-keyout',
    'middle.key',
    '-out',
    'middle.csr',
    '-subj',
    '/CN=Lab Intermediate',
  );
  const middle = readFileSync(
    file(sign('root', 'middle.csr', 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign', -10, 90)),
  );
  writeFileSync(file('middle.pem'), middle);
  return {
    rootFile: file('root.pem'),
    issue: (names, { fromDay = -5, toDay = 60, intermediate } = {}) => {
      const name = `leaf${number}`;
      openssl(
        'req',
        '-new',
        ...newKey,
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.csr`,
        '-subj',
        `/CN=${names[0]}`,
      );
      const alternatives = names
        .map((each) => (/^[\d.]+$/.test(each) ? `IP:${each}` : `DNS:${each}`))
        .join(',');
      const leaf = sign(
        intermediate ? 'middle' : 'root',
        `${name}.csr`,
        `subjectAltName=${alternatives}`,
        fromDay,
        toDay,
      );
      const sent = [file(leaf), ...(intermediate === 'with' ? [file('middle.pem')] : [])];
      return {
        key: readFileSync(file(`${name}.key`), 'utf8'),
        cert: sent.map((each) => readFileSync(each, 'utf8')).join('\n'),
      };
    },
    selfSigned: (name) => {
      openssl(
        'req',
        '-x509',
        ...newKey,
        '-keyout',
        'self.key',
        '-out',
        'self.pem',
        '-days',
        '60',
        '-subj',
        `/CN=${name}`,
        '-addext',
        `subjectAltName=DNS:${name}`,
      );
      return { key: readFileSync(file('self.key'), 'utf8'), cert: readFileSync(file('self.pem'), 'utf8') };
    },
  };
}

/** The time so many days from now, as `20260131120000Z`. */
const time = (days: number): string =>
  `${new Date(Date.now() + days * DAY_MS).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;
