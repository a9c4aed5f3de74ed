// The other files of a server project: what npm, tsc and Docker need.
import type { Language } from './piece.ts';

export interface Project {
  readonly name: string;
  readonly language: Language;
  /** The npm packages that the modules import. */
  readonly packages: readonly string[];
  /** The ports that the server listens on. */
  readonly ports: readonly number[];
  readonly isTls: boolean;
}

/** Compatible with the versions that the snippets are tested with. */
const VERSIONS: Readonly<Record<string, string>> = {
  ws: '^8.18.0',
  '@aws-sdk/client-cloudwatch': '^3.1000.0',
  '@aws-sdk/client-elastic-load-balancing-v2': '^3.1000.0',
  '@types/node': '^20.19.0',
  '@types/ws': '^8.18.0',
  typescript: '^5.8.0',
};

/** The LTS release of Node in the container. */
const IMAGE = 'node:24-slim';

export function projectFiles(project: Project): Record<string, string> {
  const isTypeScript = project.language === 'ts';
  return {
    'package.json': json(packageJson(project)),
    ...(isTypeScript && { 'tsconfig.json': json(TSCONFIG) }),
    Dockerfile: lines(isTypeScript ? typeScriptImage(project) : javaScriptImage(project)),
    '.dockerignore': lines(['node_modules', 'dist', '.git', '*.log', '.env*']),
  };
}

const packageJson = ({ name, language, packages }: Project): object => ({
  name: `${name}-server`,
  private: true,
  type: 'module',
  engines: { node: '>=20.19' },
  scripts: language === 'ts' ? { build: 'tsc', start: 'node dist/server.js' } : { start: 'node server.js' },
  dependencies: versions(packages),
  ...(language === 'ts' && { devDependencies: versions(['@types/node', '@types/ws', 'typescript']) }),
});

const versions = (packages: readonly string[]): Record<string, string> =>
  Object.fromEntries(packages.map((name) => [name, VERSIONS[name] ?? '*']));

const TSCONFIG = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    rewriteRelativeImportExtensions: true,
    skipLibCheck: true,
    outDir: 'dist',
  },
  include: ['*.ts'],
};

const javaScriptImage = (project: Project): string[] => [
  `FROM ${IMAGE}`,
  'WORKDIR /app',
  'COPY package*.json ./',
  ...install('--omit=dev'),
  'COPY *.js ./',
  ...running(project, 'server.js'),
];

const typeScriptImage = (project: Project): string[] => [
  `FROM ${IMAGE} AS build`,
  'WORKDIR /app',
  'COPY package*.json ./',
  ...install(''),
  'COPY tsconfig.json *.ts ./',
  'RUN npm run build && npm prune --omit=dev',
  '',
  `FROM ${IMAGE}`,
  'WORKDIR /app',
  'COPY --from=build /app/package.json ./',
  'COPY --from=build /app/node_modules ./node_modules',
  'COPY --from=build /app/dist ./dist',
  ...running(project, 'dist/server.js'),
];

const install = (flags: string): string[] => [
  '# If there is a package-lock.json, `npm ci` installs exactly what you tested.',
  `RUN if [ -f package-lock.json ]; then npm ci ${flags}; else npm install ${flags}; fi`.replaceAll(
    / +;/g,
    ';',
  ),
];

const running = ({ ports, isTls }: Project, file: string): string[] => [
  'ENV NODE_ENV=production',
  'USER node',
  `EXPOSE ${ports.join(' ')}`,
  ...(isTls
    ? ['# TLS: mount the key and the certificate, and set TLS_KEY_FILE and TLS_CERT_FILE to their paths.']
    : []),
  'STOPSIGNAL SIGTERM',
  '# Not `npm start` and no shell: Node must receive SIGTERM itself, or the drain never begins.',
  `CMD ["node", "${file}"]`,
];

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;
const lines = (all: readonly string[]): string => `${all.join('\n')}\n`;
