// What the platforms behind a load balancer leave a server between SIGTERM and SIGKILL.

/**
 * Seconds at most that Fargate waits, as `stopTimeout` of the container definition; 30 when it is not set.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export const FARGATE_MAX_STOP_TIMEOUT = 120;
