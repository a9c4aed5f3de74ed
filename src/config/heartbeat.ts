// The heartbeat's range, kept apart from the schema so that using it does not load zod.

/** Seconds between two pings. Source: ELB's idle timeout is at most 4,000, and a ping has to come before it. */
export const HEARTBEAT_SECONDS = { min: 1, max: 3999 } as const;
