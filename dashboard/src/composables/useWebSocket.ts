import { onScopeDispose, shallowReadonly, shallowRef, type ShallowRef } from 'vue'
import type { LinkStats, LinkStatus } from '../link/link-status.js'
import { useLinkContext } from './link-context.js'

/** The thin Vue side of the link: what it is doing, and the two things a user may ask of it. */
export function useWebSocket(): {
  readonly status: Readonly<ShallowRef<LinkStatus>>
  readonly stats: Readonly<ShallowRef<LinkStats>>
  /** The server's clock in ms since the epoch, as estimated from pings. */
  serverNowMs(): number
  /** Tries to connect now instead of when the backoff ends; also after the link was stopped. */
  retryNow(): void
  /** Drops the socket as a lost network would; the link comes back by itself. */
  cut(): void
} {
  const { link } = useLinkContext()
  const status = shallowRef(link.status)
  const stats = shallowRef(link.stats)
  const stop = link.onStatus(() => {
    status.value = link.status
    stats.value = link.stats
  })
  onScopeDispose(stop)
  return {
    status: shallowReadonly(status),
    stats: shallowReadonly(stats),
    serverNowMs: () => link.serverNowMs(),
    retryNow: () => {
      link.retryNow()
    },
    cut: () => {
      link.cut()
    },
  }
}
