import { setTimeout } from 'k6/timers'
import { crowd, type Schedule, type Setup } from './crowd.ts'
import type { CrowdSize } from './parameters.ts'
import { topicsOf } from './topics.ts'
import type { Watcher } from './watcher.ts'

interface Restlessness {
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

/** Those who have just gone are back so long before states are compared, ms. */
const CALM_MS = 3000

/** Has a client do what people do: turn pages, look at something faster, go and come back. */
function beRestless(watcher: Watcher, client: number, options: Restlessness): void {
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

/** A crowd that never rests until shortly before states are compared. */
export function restlessCrowd(
  found: Setup,
  size: CrowdSize,
  schedule: Schedule,
  pace: Pick<Restlessness, 'everyMs' | 'leavesEvery'>,
): void {
  crowd(found, {
    size,
    schedule,
    clientOptions: () => ({ returns: true }),
    onOpened: (watcher, index) => {
      beRestless(watcher, size.firstClient + index, {
        ...{ ...pace, names: found.names, maxHz: size.maxHz },
        untilMs: found.startAtMs + schedule.measuredToMs - CALM_MS,
      })
    },
  })
}
