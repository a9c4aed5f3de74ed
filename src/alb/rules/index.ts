import type { Rule } from '../rule.ts';
import { anomalyMitigationAlgorithm } from './anomaly-mitigation-algorithm.ts';
import { appCookieName } from './app-cookie-name.ts';
import { dnsFailoverThreshold } from './dns-failover-threshold.ts';
import { dualstackInternal } from './dualstack-without-public-ipv4-internal.ts';
import { healthCheckDisabled } from './health-check-disabled.ts';
import { healthCheckTimeout } from './health-check-timeout.ts';
import { httpTlsSettings } from './http-tls-settings.ts';
import { lambdaCrossZone } from './lambda-cross-zone.ts';
import { lambdaMultiValueHeaders } from './lambda-multi-value-headers.ts';
import { lambdaWebSocket } from './lambda-websocket.ts';
import { httpsCertificate } from './https-certificate.ts';
import { mutualTlsTrustStore } from './mutual-tls-trust-store.ts';
import { mutualTlsVerifyOptions } from './mutual-tls-verify-options.ts';
import { slowStartAlgorithm } from './slow-start-algorithm.ts';
import { stickinessCrossZone } from './stickiness-cross-zone.ts';
import { targetOptimizerWebSocket } from './target-optimizer-websocket.ts';
import { tlsPolicyOld, tlsPolicyUnknown } from './tls-policy.ts';
import { webSocketProtocolVersion } from './websocket-protocol-version.ts';
import { weightedRandomStickiness } from './weighted-random-stickiness.ts';

/** All rules about combinations of settings, in the order in which they are reported. */
export const RULES: readonly Rule[] = [
  dualstackInternal,
  slowStartAlgorithm,
  weightedRandomStickiness,
  anomalyMitigationAlgorithm,
  stickinessCrossZone,
  appCookieName,
  lambdaWebSocket,
  lambdaCrossZone,
  lambdaMultiValueHeaders,
  webSocketProtocolVersion,
  targetOptimizerWebSocket,
  healthCheckTimeout,
  healthCheckDisabled,
  dnsFailoverThreshold,
  httpsCertificate,
  httpTlsSettings,
  mutualTlsTrustStore,
  mutualTlsVerifyOptions,
  tlsPolicyUnknown,
  tlsPolicyOld,
];
