import type { Config } from '../../config/schema/index.ts';
import { ref } from '../intrinsics.ts';
import { ID } from '../names.ts';
import type { Resource, Section } from '../types.ts';
import { certificateRef } from './certificate.ts';

const HTTP_PORT = 80;

/** The listeners on port 80 and for HTTPS. */
export function listeners(config: Config): Section {
  const { http, https } = config.listener;
  const why = [
    'ELB upgrades to WebSocket by itself on HTTP and HTTPS listeners; there is no setting for it.',
    ...(http === 'redirect'
      ? [
          'The redirect serves browsers that load a page. WebSocket clients do not follow it: connect to wss://.',
        ]
      : []),
  ];
  return {
    title: 'Listeners',
    why,
    resources: {
      ...(http !== 'none' && { [ID.httpListener]: httpListener(config) }),
      ...(https !== false && { [ID.httpsListener]: httpsListener(config, https) }),
    },
  };
}

const forward = [{ Type: 'forward', TargetGroupArn: ref(ID.targetGroup) }];

function httpListener({ listener: { http, https } }: Config): Resource {
  const redirect = {
    Type: 'redirect',
    RedirectConfig: {
      Protocol: 'HTTPS',
      Port: String(https === false ? 443 : https.port),
      StatusCode: 'HTTP_301',
    },
  };
  return {
    Type: 'AWS::ElasticLoadBalancingV2::Listener',
    Properties: {
      LoadBalancerArn: ref(ID.loadBalancer),
      Port: HTTP_PORT,
      Protocol: 'HTTP',
      DefaultActions: http === 'redirect' ? [redirect] : forward,
    },
  };
}

const httpsListener = (config: Config, https: Exclude<Config['listener']['https'], false>): Resource => ({
  Type: 'AWS::ElasticLoadBalancingV2::Listener',
  Properties: {
    LoadBalancerArn: ref(ID.loadBalancer),
    Port: https.port,
    Protocol: 'HTTPS',
    Certificates: [{ CertificateArn: certificateRef(config) }],
    SslPolicy: https.sslPolicy,
    DefaultActions: forward,
  },
});
