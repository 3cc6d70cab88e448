/** Bound of the first wait; doubled with every attempt that failed. */
export const FIRST_RECONNECT_MS = 500
export const MAX_RECONNECT_MS = 30_000

/**
 * How long to wait before connecting again, in ms: full jitter, so that clients which lost the same server do not come
 * back together. `attempt` is 0 after a connection that had opened; `random` gives numbers in [0, 1);
 * never less than `retryAfterMs`, which the server has spread already.
 */
export function reconnectDelayMs(attempt: number, random: () => number, retryAfterMs = 0): number {
  const boundMs = Math.min(MAX_RECONNECT_MS, FIRST_RECONNECT_MS * 2 ** attempt)
  return Math.max(retryAfterMs, random() * boundMs)
}
