// The two causes of a 504.
import { CONNECT_TIMEOUT_SECONDS, STATUSES, type StatusWords } from './statuses.ts';

/**
 * Why the load balancer answered 504, judged by how long it took (`time` − `request_creation_time`).
 *
 * @param seconds how long it took
 * @param idleTimeout in seconds
 */
export function wordsOf504(
  seconds: number,
  idleTimeout: number,
): Pick<StatusWords, 'loadBalancer' | 'remedy'> {
  const isNear = (limit: number): boolean => seconds >= limit - 0.5 && seconds <= limit * 1.02 + 1;
  if (isNear(CONNECT_TIMEOUT_SECONDS) && !isNear(idleTimeout))
    return {
      loadBalancer: `no connection to the target within ${CONNECT_TIMEOUT_SECONDS} s.`,
      remedy:
        'Check the security group of the targets (the port must be open to the load balancer), network ACLs (return traffic uses ports 1024–65535), and whether the servers still accept connections when they are full.',
    };
  if (isNear(idleTimeout) && !isNear(CONNECT_TIMEOUT_SECONDS))
    return {
      loadBalancer: 'the target was connected but did not answer within the idle timeout.',
      remedy:
        'The upgrade handler never answered: look for what it waits for (a database, an identity provider), and let it answer or refuse within a few seconds.',
    };
  return STATUSES['504'];
}
