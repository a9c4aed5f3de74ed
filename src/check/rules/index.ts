import { alarmActions, alarmMissingData, alarmResponseTime, metricsWatched } from './alarms.ts';
import { attributeDuplicate } from './attribute-duplicate.ts';
import { attributeLimit } from './attribute-limit.ts';
import { attributeNotForAlb } from './attribute-not-for-alb.ts';
import { attributeUnknown } from './attribute-unknown.ts';
import { httpsListenerAttribute, lambdaAttribute } from './attributes-in-place.ts';
import { attributeValue } from './attribute-value.ts';
import { cookieNameReserved } from './cookie-name-reserved.ts';
import { dashboardJson } from './dashboard-json.ts';
import { drainingZero, ecsDrainingSum } from './draining.ts';
import { ELB_RULES } from './elb.ts';
import { appCookieWeighted, forwardStickiness, forwardStickinessDuration } from './forward-stickiness.ts';
import { healthCheckPath } from './health-check-path.ts';
import { healthCheckWebSocket } from './health-check-websocket.ts';
import { idleTimeoutShort } from './idle-timeout-short.ts';
import { ignoreRule } from './ignore-invalid.ts';
import {
  authenticateHttp,
  httpTlsPolicy,
  listenerCertificates,
  tlsPolicyOmitted,
  tlsPolicySuperseded,
} from './listener-tls.ts';
import { logBucketDependsOn } from './log-bucket-depends-on.ts';
import { logBucketKms } from './log-bucket-kms.ts';
import { logBucketMissing } from './log-bucket-missing.ts';
import { logBucketPolicy } from './log-bucket-policy.ts';
import { logPrefix } from './log-prefix.ts';
import { connectionCountStatistic, countStatistic, hostCountStatistic, metricDimensions } from './metrics.ts';
import { loadBalancerName, targetGroupName } from './name.ts';
import {
  accessLogs,
  deletionProtection,
  healthCheckImplicit,
  stickinessPolling,
  tags,
  tlsOnly,
} from './practices.ts';
import { propertyValue } from './property-value.ts';
import { redirectLoop } from './redirect-loop.ts';
import { redirectProtocol } from './redirect-protocol.ts';
import { GROUPS, type CheckRule, type Group } from '../rule.ts';
import { subnetsAndMappings, subnetSmall, subnetsMissing, subnetsOneZone, subnetsTooFew } from './subnets.ts';
import { asgHealthCheck } from './asg-health-check.ts';
import { ecsAppCookie, ecsBakeTime, ecsCircuitBreakerStrategy, ecsGreenUnlikeBlue } from './blue-green.ts';
import {
  ecsCannotDeploy,
  ecsGracePeriod,
  ecsMinHealthy,
  ecsNoCircuitBreaker,
  ecsRebalancing,
  ecsRebalancingMax,
  ecsServiceName,
  ecsStopTimeoutDefault,
} from './ecs-deployments.ts';
import {
  ecsContainerMissing,
  ecsLaunchAndCapacity,
  ecsServiceDependsOn,
  ecsServiceRole,
  ecsStopTimeout,
  ecsTargetGroupShared,
  ecsTargetType,
} from './ecs-order.ts';
import { ecsExecutionRole, ecsLogBlocking, ecsLogPrefix, ecsNofile, ecsNofileLow } from './ecs-containers.ts';
import {
  ecsExecReadonly,
  ecsPublicIp,
  ecsSecurityGroupOpen,
  ecsSpotSockets,
  ecsTargetGroupsLimit,
} from './ecs-network.ts';
import { ecsBlueGreenRole } from './blue-green-role.ts';
import {
  ecsBlueGreenDefaultAction,
  ecsBlueGreenMetrics,
  ecsBlueGreenRule,
  ecsStrategyConfiguration,
  ecsStrategyParts,
} from './blue-green-traffic.ts';
import { scalingMetricShape, scalingMinOne, scalingResourceId } from './scaling-targets.ts';
import { keyDuplicate } from './key-duplicate.ts';
import { KUBERNETES_RULES } from './kubernetes.ts';
import { lambdaPermission } from './lambda-permission.ts';
import { publicSubnets } from './public-subnets.ts';
import { redirectPort } from './redirect-port.ts';
import { ecsDesiredCount, expressScaling, scalingMetric, scalingScaleIn } from './scaling.ts';
import { egressClosed, listenerPortClosed, securityGroupsMissing } from './security-groups.ts';
import { rulePathPrefixOnly } from './path-prefix-only.ts';
import { authenticateWebSocket, jwtWebSocket, rulePathQuery } from './socket-routes.ts';
import { targetGroupAlbTls, targetGroupIncomplete } from './target-group-properties.ts';
import { webAclScope } from './web-acl-scope.ts';
import {
  crossZoneAllZones,
  http2Listener,
  ipAddressType,
  targetOptimizerAlgorithm,
} from './target-group-fit.ts';
import { targetGroupFixedName } from './target-group-fixed-name.ts';
import { TOPOLOGY_CHECKS } from './topology.ts';

const RULES: readonly CheckRule[] = [
  attributeUnknown,
  attributeNotForAlb,
  attributeDuplicate,
  attributeValue,
  httpsListenerAttribute,
  lambdaAttribute,
  attributeLimit,
  propertyValue,
  healthCheckPath,
  cookieNameReserved,
  loadBalancerName,
  targetGroupName,
  subnetsMissing,
  subnetsTooFew,
  subnetsOneZone,
  subnetsAndMappings,
  logBucketMissing,
  logBucketPolicy,
  logBucketKms,
  logBucketDependsOn,
  logPrefix,
  redirectLoop,
  redirectProtocol,
  forwardStickiness,
  forwardStickinessDuration,
  http2Listener,
  ipAddressType,
  targetOptimizerAlgorithm,
  crossZoneAllZones,
  httpTlsPolicy,
  listenerCertificates,
  authenticateHttp,
  ...TOPOLOGY_CHECKS,
  targetGroupIncomplete,
  targetGroupAlbTls,
  lambdaPermission,
  ecsServiceDependsOn,
  ecsTargetType,
  ecsContainerMissing,
  ecsLaunchAndCapacity,
  ecsServiceRole,
  ecsStopTimeout,
  ecsNofile,
  ecsExecutionRole,
  ecsLogPrefix,
  ecsCannotDeploy,
  ecsRebalancingMax,
  ecsStrategyConfiguration,
  ecsBlueGreenRule,
  ecsBlueGreenRole,
  scalingResourceId,
  scalingMetricShape,
  ...ELB_RULES,
  idleTimeoutShort,
  healthCheckWebSocket,
  drainingZero,
  ecsDrainingSum,
  ecsNofileLow,
  ecsLogBlocking,
  ecsSpotSockets,
  ecsMinHealthy,
  ecsGracePeriod,
  ecsNoCircuitBreaker,
  ecsTargetGroupShared,
  ecsBakeTime,
  ecsGreenUnlikeBlue,
  ecsAppCookie,
  ecsCircuitBreakerStrategy,
  ecsDesiredCount,
  scalingMetric,
  scalingScaleIn,
  expressScaling,
  jwtWebSocket,
  authenticateWebSocket,
  ecsStrategyParts,
  ecsBlueGreenDefaultAction,
  ecsTargetGroupsLimit,
  ecsPublicIp,
  ecsSecurityGroupOpen,
  ecsExecReadonly,
  securityGroupsMissing,
  listenerPortClosed,
  egressClosed,
  redirectPort,
  publicSubnets,
  subnetSmall,
  rulePathQuery,
  rulePathPrefixOnly,
  webAclScope,
  appCookieWeighted,
  targetGroupFixedName,
  tlsPolicyOmitted,
  tlsPolicySuperseded,
  metricDimensions,
  connectionCountStatistic,
  countStatistic,
  hostCountStatistic,
  alarmMissingData,
  ecsBlueGreenMetrics,
  alarmActions,
  alarmResponseTime,
  dashboardJson,
  deletionProtection,
  healthCheckImplicit,
  accessLogs,
  stickinessPolling,
  metricsWatched,
  tlsOnly,
  tags,
  keyDuplicate,
  asgHealthCheck,
  ecsRebalancing,
  ecsStopTimeoutDefault,
  ecsServiceName,
  scalingMinOne,
  ...KUBERNETES_RULES,
];
const GROUP_ORDER = Object.keys(GROUPS) as Group[];
const codes = new Set(RULES.map(({ code }) => code));

/** All template rules, ordered by group. */
export const CHECK_RULES: readonly CheckRule[] = [...RULES, ignoreRule((code) => codes.has(code))].toSorted(
  (left, right) => GROUP_ORDER.indexOf(left.group) - GROUP_ORDER.indexOf(right.group),
);
