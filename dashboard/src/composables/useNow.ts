import { onScopeDispose, readonly, ref, type Ref } from 'vue'
import type { PageLink } from '../link/page-link.js'
import { useLinkContext } from './link-context.js'

interface Ticker {
  readonly now: Ref<number>
  readonly timer: ReturnType<typeof setInterval>
  users: number
}

const tickers = new WeakMap<PageLink, Map<number, Ticker>>()

/** The server's clock in ms, ticking every `intervalMs` (default 1000); all users of one interval share one timer. */
export function useNow(intervalMs = 1000): Readonly<Ref<number>> {
  const { link } = useLinkContext()
  const byInterval = tickers.get(link) ?? new Map<number, Ticker>()
  tickers.set(link, byInterval)
  const ticker = byInterval.get(intervalMs) ?? startTicker(link, intervalMs)
  byInterval.set(intervalMs, ticker)
  ticker.users += 1
  onScopeDispose(() => {
    ticker.users -= 1
    if (ticker.users > 0) return
    clearInterval(ticker.timer)
    byInterval.delete(intervalMs)
  })
  return readonly(ticker.now)
}

function startTicker(link: PageLink, intervalMs: number): Ticker {
  const now = ref(link.serverNowMs())
  const timer = setInterval(() => {
    now.value = link.serverNowMs()
  }, intervalMs)
  return { now, timer, users: 0 }
}
