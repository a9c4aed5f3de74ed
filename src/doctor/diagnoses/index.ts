import type { Diagnosis } from '../diagnosis.ts';
import { alarmInAlarm, alarmMisread, alarmWithoutData } from './alarms.ts';
import { certificateExpiry } from './certificates.ts';
import { clientTlsErrors, rejectedConnections, targetConnectionErrors, targetsFlapping } from './counters.ts';
import { rulePathNeverMatches, ruleShadowed } from './dead-rules.ts';
import { changedOutsideStack, driftFromConfig } from './drift.ts';
import { authenticationFails, elb4xx, elb5xxOther, serverErrors } from './elb-errors.ts';
import { ELB_RULES } from './elb-rules.ts';
import { http502Connection, http502Deregistration, http502KeepAlive, http502TargetTls } from './http-502.ts';
import { healthyGroupUnused, http503Earlier, noRegisteredTarget } from './http-503.ts';
import { http504Connect, http504Slow } from './http-504.ts';
import { socketsDieAtIdleTimeout } from './idle-timeout.ts';
import { listenerMissing, listenerReplaced } from './listener-missing.ts';
import { loadBalancerState, noListener, practices } from './load-balancer-state.ts';
import { logBucketPolicy } from './log-bucket-policy.ts';
import { logBucketEncryption, logBucketMissing, logFilesMissing } from './log-delivery.ts';
import { forwardWeightsZero, redirectPort } from './rule-actions.ts';
import { rulesDifferFromConfig } from './rules-from-config.ts';
import { reconnectStorm } from './reconnect-storm.ts';
import { rulesChangedOutsideStack } from './rules-outside-stack.ts';
import { securityGroupClients, securityGroupTargets } from './security-groups.ts';
import { serviceDeploymentFailed, serviceTasksMissing, serviceUnable } from './service.ts';
import {
  serviceHealthChecks,
  serviceOutOfMemory,
  serviceTaskExits,
  serviceTaskKilled,
  serviceTaskNotStarted,
} from './service-tasks.ts';
import { stickinessOff, stickinessPolling } from './stickiness.ts';
import { healthCheckConnection, healthCheckResponse, healthCheckTimeout } from './health-checks.ts';
import { targetsStarting, targetsUnhealthy } from './targets-unhealthy.ts';
import { subnetRoutes } from './subnet-routes.ts';
import { unmatchedRequests } from './unmatched-requests.ts';
import { target4xx } from './target-4xx.ts';
import { targetStopped, targetZone } from './targets-unused.ts';
import { unevenSockets } from './uneven-sockets.ts';

/** All diagnoses of a load balancer, in the order in which they are reported within a severity. */
export const DIAGNOSES: readonly Diagnosis[] = [
  loadBalancerState,
  listenerMissing,
  noListener,
  securityGroupClients,
  certificateExpiry,
  subnetRoutes,
  ruleShadowed,
  rulePathNeverMatches,
  forwardWeightsZero,
  redirectPort,
  healthyGroupUnused,
  noRegisteredTarget,
  serviceTasksMissing,
  serviceDeploymentFailed,
  serviceTaskNotStarted,
  serviceOutOfMemory,
  serviceTaskExits,
  serviceHealthChecks,
  serviceUnable,
  serviceTaskKilled,
  targetStopped,
  healthCheckResponse,
  healthCheckTimeout,
  healthCheckConnection,
  targetZone,
  targetsUnhealthy,
  targetsStarting,
  securityGroupTargets,
  http502KeepAlive,
  http502Deregistration,
  http502Connection,
  http502TargetTls,
  http503Earlier,
  http504Connect,
  http504Slow,
  socketsDieAtIdleTimeout,
  unmatchedRequests,
  reconnectStorm,
  unevenSockets,
  stickinessOff,
  stickinessPolling,
  rejectedConnections,
  targetConnectionErrors,
  clientTlsErrors,
  target4xx,
  elb4xx,
  elb5xxOther,
  authenticationFails,
  serverErrors,
  changedOutsideStack,
  rulesChangedOutsideStack,
  driftFromConfig,
  rulesDifferFromConfig,
  ...ELB_RULES,
  logBucketMissing,
  logBucketPolicy,
  logBucketEncryption,
  logFilesMissing,
  alarmInAlarm,
  alarmMisread,
  alarmWithoutData,
  targetsFlapping,
  listenerReplaced,
  practices,
];
