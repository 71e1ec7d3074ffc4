/**
 * How all servers here are made: they keep an idle connection for longer than any client does. A server that is the
 * first to close one may do so just when a request comes over it, which then fails for no reason of the test's.
 */
export const PATIENT = { keepAliveTimeout: 60_000 };
