// Routes of every kind next to the sockets.
import type { ConfigInput } from '../../src/config/schema/index.ts';

const OIDC = {
  type: 'oidc',
  issuer: 'https://idp.example.com',
  authorizationEndpoint: 'https://idp.example.com/authorize',
  tokenEndpoint: 'https://idp.example.com/token',
  userInfoEndpoint: 'https://idp.example.com/userinfo',
  clientId: 'chat-web',
  clientSecret: { secret: 'chat/oidc', key: 'client_secret' },
} as const;

const COGNITO = {
  type: 'cognito',
  userPoolArn: 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbCdEfGhI',
  userPoolClientId: '1example23456789',
  userPoolDomain: 'chat-example',
} as const;

export const ROUTE_CASES: Readonly<Record<string, ConfigInput>> = {
  // Unmatched requests get 404.
  'sockets-on-a-path': { target: { paths: ['/ws', '/ws/*'] } },
  'routes-every-condition': {
    target: { paths: ['/ws', '/ws/*'], hosts: ['ws.example.com', '*.chat.example.com'] },
    workload: { requestsPerSecond: 400 },
    routes: [
      {
        name: 'api',
        paths: ['/api/*'],
        methods: ['GET', 'POST'],
        headers: { 'X-Tenant': ['blue*'] },
        queryStrings: { version: '2' },
        target: { port: 3000, type: 'instance', instanceCount: 2 },
        healthCheck: { path: '/healthz', matcher: 200 },
      },
      {
        name: 'admin',
        sourceIps: ['10.0.0.0/8', '2001:db8::/32'],
        hosts: ['admin.example.com'],
        priority: 150,
        target: {
          port: 8443,
          protocol: 'HTTPS',
          instanceIds: ['i-0123456789abcdef0'],
          webSocketPath: '/live',
          deregistrationDelay: 30,
          algorithm: 'round_robin',
          slowStart: 60,
          anomalyMitigation: false,
          stickiness: { type: 'lb_cookie', duration: 3600 },
          health: {
            dnsFailoverCount: 2,
            dnsFailoverPercentage: 'off',
            unhealthyRoutingCount: 1,
            unhealthyRoutingPercentage: 'off',
          },
        },
        healthCheck: {
          port: 9000,
          protocol: 'HTTPS',
          interval: 10,
          timeout: 4,
          healthyThreshold: 3,
          unhealthyThreshold: 4,
        },
      },
      {
        name: 'old',
        hosts: ['old.example.com'],
        redirect: {
          protocol: 'HTTPS',
          host: 'www.example.com',
          port: 443,
          path: '/from/#{host}',
          query: 'old=1&#{query}',
          statusCode: 'HTTP_302',
        },
      },
      {
        name: 'robots',
        paths: ['/robots.txt'],
        fixedResponse: {
          statusCode: 200,
          contentType: 'text/plain',
          body: "User-agent: *\n${Disallow}: '/'",
        },
      },
      { name: 'web', target: { port: 3001 } },
    ],
  },
  'routes-grpc-and-http2': {
    target: { type: 'ip', authenticate: { ...COGNITO, onUnauthenticated: 'allow' } },
    metrics: true,
    routes: [
      {
        name: 'rpc',
        headers: { 'content-type': ['application/grpc*'] },
        target: { port: 50051, protocolVersion: 'GRPC', type: 'ip', ipAddresses: ['10.0.1.20'] },
        healthCheck: { path: '/grpc.health.v1.Health/Check', matcher: '0' },
      },
      { name: 'rpc-2', paths: ['/other.Service/*'], target: { port: 50051, protocolVersion: 'GRPC' } },
      { name: 'h2', paths: ['/h2/*'], target: { port: 8443, protocolVersion: 'HTTP2' } },
    ],
  },
  // Both listeners forward, so both have the rules.
  'routes-on-both-listeners': {
    listener: { http: 'forward' },
    target: { hosts: ['ws.example.com'] },
    routes: [
      { name: 'api', paths: ['/api/*'], priority: 200, target: { port: 3000 } },
      { name: 'gone', fixedResponse: { statusCode: 410, contentType: 'application/json' } },
    ],
  },
  'routes-oidc': {
    target: { paths: ['/ws'], authenticate: { ...OIDC, scope: 'openid email', sessionTimeout: 3600 } },
    routes: [
      {
        name: 'api',
        paths: ['/api/*'],
        authenticate: { ...OIDC, clientSecret: { secret: 'chat-secret' }, onUnauthenticated: 'allow' },
        target: { port: 3000 },
      },
      {
        name: 'web',
        authenticate: { ...OIDC, sessionTimeout: 3600 },
        target: { port: 3001 },
      },
    ],
  },
  'routes-cognito': {
    target: { authenticate: { ...COGNITO, sessionCookieName: 'Session', onUnauthenticated: 'deny' } },
    routes: [
      {
        name: 'sign-in',
        paths: ['/sign-in'],
        authenticate: { ...COGNITO, sessionCookieName: 'Session', onUnauthenticated: 'authenticate' },
        redirect: { path: '/' },
      },
      {
        name: 'sign-in-2',
        paths: ['/callback'],
        authenticate: {
          ...COGNITO,
          scope: 'openid',
          sessionTimeout: 60,
          sessionCookieName: 'Session',
          onUnauthenticated: 'deny',
        },
        target: { port: 3001 },
      },
    ],
  },
  // Handshakes are redirected, for clients that follow redirects.
  'sockets-sign-in': {
    target: { paths: ['/ws'], authenticate: { ...OIDC, onUnauthenticated: 'authenticate' } },
  },
};
