import { setTimeout } from 'k6/timers'
import { topicsOf } from './topics.ts'
import type { Watcher } from './watcher.ts'

export interface Restlessness {
  /** Between two deeds of one client, ms on average. */
  readonly everyMs: number
  /** One deed in so many is to leave and come back, half of them as somebody new. */
  readonly leavesEvery: number
  /** It rests from then on, ms since the epoch. */
  readonly untilMs: number
  readonly names: readonly string[]
  readonly maxHz: number
}

/** Topics that are taken or given back at once: a page that is turned. */
const PAGE = 5

/** Has a client do what people do: turn pages, look at something faster, go and come back. */
export function beRestless(watcher: Watcher, client: number, options: Restlessness): void {
  const { everyMs, leavesEvery, untilMs, names, maxHz } = options
  const most = watcher.topics.length
  const act = (): void => {
    if (Date.now() >= untilMs) return
    const elsewhere = Math.floor(Math.random() * names.length)
    if (Math.random() * leavesEvery < 1) watcher.cut(Math.random() < 0.5)
    else if (Math.random() < 0.2) watcher.rate(Math.random() < 0.5 ? maxHz : 1)
    else if (watcher.topics.length > most - PAGE) watcher.unsubscribe(watcher.topics.slice(0, PAGE))
    else watcher.subscribe(topicsOf(client + elsewhere, names, PAGE))
    setTimeout(act, everyMs * (0.5 + Math.random()))
  }
  setTimeout(act, everyMs * Math.random())
}
