import type { LinkStatus } from '../link/link-status.js'

/** How good the connection is, as one colour and one word. */
export type LinkTone = 'good' | 'busy' | 'warn' | 'bad'

export type LinkWord =
  | 'connecting'
  | 'live'
  | 'catchingUp'
  | 'reconnecting'
  | 'offline'
  | 'stopped'
  | 'suspect'
  | 'sourceLost'
  | 'sourceCatchingUp'

/** The word for the chip: the link's own trouble goes before that of the gateway's source. */
export function linkWord({ state, suspect, source }: Pick<LinkStatus, 'state' | 'suspect' | 'source'>): LinkWord {
  if (state !== 'live') return state
  if (suspect) return 'suspect'
  if (source === 'lost') return 'sourceLost'
  return source === 'catchingUp' ? 'sourceCatchingUp' : 'live'
}

const TONES: Record<LinkWord, LinkTone> = {
  connecting: 'busy',
  live: 'good',
  catchingUp: 'busy',
  reconnecting: 'warn',
  offline: 'bad',
  stopped: 'bad',
  suspect: 'warn',
  sourceLost: 'warn',
  sourceCatchingUp: 'busy',
}
export const linkTone = (word: LinkWord): LinkTone => TONES[word]

/** What the strip under the header says; nothing while all is well. */
export type StripText =
  | { readonly key: 'stripReconnecting' | 'stripWaiting'; readonly attempt: number; readonly seconds: number }
  | { readonly key: 'stripTrying' | 'stripReaching'; readonly attempt: number }
  | { readonly key: 'stripOffline' | 'stripUnreached'; readonly forMs: number }
  | { readonly key: 'stripStopped'; readonly reason: string | null }
  | { readonly key: 'stripSource' }
  | { readonly key: 'stripCatchingUp' }

export function stripText(status: LinkStatus, nowMs: number): StripText | null {
  switch (linkWord(status)) {
    case 'reconnecting':
      return waitText(status, nowMs)
    case 'offline':
      // Who never had a connection has lost none, and holds no values.
      return {
        key: status.server === null ? 'stripUnreached' : 'stripOffline',
        forMs: Math.max(0, nowMs - status.sinceMs),
      }
    case 'stopped':
      return { key: 'stripStopped', reason: status.ending?.reason ?? null }
    case 'sourceLost':
      return { key: 'stripSource' }
    case 'catchingUp':
    case 'sourceCatchingUp':
      return { key: 'stripCatchingUp' }
    case 'connecting':
      return status.attempt > 0 ? waitText(status, nowMs) : null
    case 'suspect':
    case 'live':
      return null
  }
}

/** Attempts are counted as people do: the first one is 1. */
function waitText({ attempt, retryAtMs, server }: LinkStatus, nowMs: number): StripText {
  const isFirst = server === null
  const waitMs = retryAtMs === null ? 0 : retryAtMs - nowMs
  return waitMs <= 0
    ? { key: isFirst ? 'stripReaching' : 'stripTrying', attempt: Math.max(1, attempt) }
    : { key: isFirst ? 'stripWaiting' : 'stripReconnecting', attempt: attempt + 1, seconds: Math.ceil(waitMs / 1000) }
}
