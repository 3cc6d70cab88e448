import { until } from '../local/until.js'
import type { Stack } from '../stack/start-stack.js'

/** Enough names that the clients of a load differ in what they watch. */
const LEAST_QUOTES = 300
/** A market that is followed live has changed this recently; while its history is read, the newest change is older, ms. */
const LIVE_WITHIN_MS = 1000

const asked = async <T>(url: string, headers: Readonly<Record<string, string>>): Promise<T | null> => {
  const answer = await fetch(url, { headers })
  return answer.ok ? ((await answer.json()) as T) : null
}

async function isLive(url: string, leastQuotes: number, headers: Readonly<Record<string, string>>): Promise<boolean> {
  const listed = await asked<{ topics: { topic: string }[] }>(`${url}/api/topics?query=quote/&limit=1000`, headers)
  if (listed === null || listed.topics.length < leastQuotes) return false
  const names = listed.topics.slice(-100).map(({ topic }) => encodeURIComponent(topic))
  const snapshot = await asked<{ ts: number; topics: { state: { quoteAt?: number } }[] }>(
    `${url}/snapshot?topics=${names.join(',')}`,
    headers,
  )
  if (snapshot === null) return false
  const newest = Math.max(...snapshot.topics.map(({ state }) => state.quoteAt ?? 0))
  return snapshot.ts - newest < LIVE_WITHIN_MS
}

export interface LiveMarket {
  /** Quotes that there must be; default 300, fewer than the simulated market has. */
  readonly leastQuotes?: number
  /** Of each request, for gateways that ask for a token. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Waits until every gateway of a stack has read the producer's history and follows its market live. */
export const untilLive = (stack: Stack, { leastQuotes = LEAST_QUOTES, headers = {} }: LiveMarket = {}): Promise<void> =>
  until(
    async () => (await Promise.all(stack.gateways.map(({ url }) => isLive(url, leastQuotes, headers)))).every(Boolean),
    {
      what: 'the live market of the producer',
      // History is read first, on a machine that may have other things to do.
      timeoutMs: 300_000,
    },
  )
