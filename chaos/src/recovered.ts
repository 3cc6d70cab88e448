import type { QuoteState } from '@tickwall/protocol'
import { until } from '@tickwall/tools'
import type { World } from './world/world.js'

/** When the newest record that a client shows of a topic happened, ms; null for topics that do not say. */
function shownMs(topic: string, state: object | null): number | null {
  if (topic.startsWith('bars/') || topic.startsWith('trades/')) return null
  const { tickAt, quoteAt, at } = (state ?? {}) as Partial<QuoteState> & { at?: number }
  return topic.startsWith('metric/') ? (at ?? 0) : Math.min(tickAt ?? 0, quoteAt ?? 0)
}

/** Whether every client, and every gateway itself, shows of everything what happened since. */
export async function recovered(world: World, sinceMs: number): Promise<boolean> {
  for (const { subscriptions } of world.clients)
    for (const { topic, state } of subscriptions) {
      const ms = shownMs(topic, state)
      if (ms !== null && ms < sinceMs) return false
    }
  for (const { gateway } of world.gateways) if (!(await isFresh(gateway.url, world.token, sinceMs))) return false
  return true
}

async function isFresh(url: string, token: string, sinceMs: number): Promise<boolean> {
  const topics = 'quote/x:A,quote/x:B,quote/x:C,quote/x:D,quote/x:E,quote/x:F'
  const answer = await fetch(`${url}/snapshot?topics=${encodeURIComponent(topics)}`, {
    headers: { authorization: `Bearer ${token}` },
  }).catch(() => null)
  if (answer?.status !== 200) return false
  const told = (await answer.json()) as { readonly topics: readonly { topic: string; state: object }[] }
  return told.topics.every(({ topic, state }) => (shownMs(topic, state) ?? 0) >= sinceMs)
}

/** Resolves when every client shows the last record of everything; nothing is being published. */
export async function settled({ clients, feeder }: World, timeoutMs: number): Promise<void> {
  const { trade, quote, metric } = feeder.market.newest
  const isLast = (topic: string, state: object | null): boolean => {
    const [kind, subject = ''] = topic.split('/')
    const { tickAt, quoteAt, at, items } = (state ?? {}) as Partial<QuoteState> & { at?: number; items?: number[][] }
    if (kind === 'metric') return at === metric.get(subject)
    if (kind === 'trades') return items?.at(-1)?.[1] === trade.get(subject)
    if (kind === 'quote') return tickAt === trade.get(subject) && quoteAt === quote.get(subject)
    // A bar does not say when its last trade was; it comes in the frame of its tape.
    return true
  }
  const isSettled = (): boolean =>
    clients.every(({ subscriptions }) => subscriptions.every(({ topic, state }) => isLast(topic, state)))
  await until(() => Promise.resolve(isSettled()), { what: 'the last record on every screen', timeoutMs })
}
