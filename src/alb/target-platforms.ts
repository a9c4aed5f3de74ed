// How long the platforms behind a load balancer leave a server between SIGTERM and SIGKILL.

/**
 * Maximum number of seconds that Fargate waits, set by `stopTimeout` in the container definition; 30 if it is not set.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export const FARGATE_MAX_STOP_TIMEOUT = 120;
