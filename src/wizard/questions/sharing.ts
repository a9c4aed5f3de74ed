// Asks what else the load balancer carries.
import type { Config } from '../../config/schema/index.ts';
import type { WizardQuestion } from '../question.ts';
import { listOf } from './answers.ts';

type Shares = 'nothing' | 'api' | 'pages';

/** Separate servers. The port is a guess that can be changed in the config. */
const API = { name: 'api', paths: ['/api/*'], target: { port: 3000 } };
const PAGES = { name: 'web', target: { port: 3000 } };

const SOCKET_PATHS = ['/ws', '/ws/*'];

function sharesOf({ routes }: Config): Shares {
  if (routes.length === 0) return 'nothing';
  return routes.some(({ name }) => name === API.name) ? 'api' : 'pages';
}

/** A path, and everything below it. */
const withBelow = (path: string): string[] =>
  path.includes('*') ? [path] : [path, `${path.replace(/\/$/, '')}/*`];

export const sharingQuestions: readonly WizardQuestion[] = [
  {
    id: 'sharing',
    keys: ['routes'],
    kind: 'choice',
    message: 'Does anything else share this load balancer?',
    options: [
      { label: 'no, only the sockets', value: 'nothing' },
      { label: 'an API under /api, on port 3000', value: 'api' },
      { label: 'pages: whatever is not a socket, on port 3000', value: 'pages' },
    ],
    initial: sharesOf,
    assign: (answer, config) => {
      // Keep existing routes as they are.
      if (answer === sharesOf(config)) return [];
      if (answer === 'nothing') return [{ path: ['routes'], value: undefined }];
      return [
        { path: ['routes'], value: [answer === 'api' ? API : PAGES] },
        ...(hasConditions(config) ? [] : [{ path: ['target', 'paths'], value: SOCKET_PATHS }]),
      ];
    },
  },
  {
    id: 'socketPaths',
    keys: ['target.paths', 'target.hosts'],
    kind: 'text',
    message: 'The paths on which clients open sockets (including everything below each)',
    when: ({ routes }) => routes.length > 0,
    initial: ({ target }) => (target.paths ?? SOCKET_PATHS).filter((path) => !path.endsWith('/*')).join(', '),
    assign: (answer) => {
      const paths = [...new Set(listOf(answer).flatMap(withBelow))];
      return [{ path: ['target', 'paths'], value: paths.length === 0 ? undefined : paths }];
    },
  },
];

const hasConditions = ({ target }: Config): boolean =>
  target.paths !== undefined || target.hosts !== undefined;
