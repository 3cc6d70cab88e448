import { computed, shallowRef, toValue, watch, type ComputedRef, type MaybeRefOrGetter } from 'vue'
import { freshness, type Freshness } from '../market/freshness.js'
import { freshnessInput } from '../market/freshness-input.js'
import type { TopicView } from '../market/topic-view.js'
import { useLinkContext } from './link-context.js'
import { useNow } from './useNow.js'
import { useWebSocket } from './useWebSocket.js'

/**
 * How fresh the view is, decided anew once a second and whenever the view or the link changes; no view counts as `connecting`.
 * While `isPaused`, the updates that come are counted as held.
 */
export function useFreshness(
  view: () => TopicView | null,
  isPaused: MaybeRefOrGetter<boolean> = false,
): ComputedRef<Freshness> {
  const { market } = useLinkContext()
  const { status, stats, serverNowMs } = useWebSocket()
  const ticking = useNow()
  const heldFrom = shallowRef<TopicView | null>(null)
  watch(
    () => toValue(isPaused),
    (isHeld) => {
      heldFrom.value = isHeld ? view() : null
    },
    { immediate: true, flush: 'sync' },
  )
  return computed(() => {
    const current = view()
    // A view may be newer than the last tick of the clock.
    const nowMs = Math.max(ticking.value, serverNowMs())
    const pulse = current === null ? null : market.pulse(current.topic)
    const { lagP95Ms } = stats.value
    const held = heldBetween(heldFrom.value, current)
    return freshness(freshnessInput(current, pulse, status.value, lagP95Ms, nowMs, toValue(isPaused), held))
  })
}

/** A view counts its changes. */
const heldBetween = (from: TopicView | null, to: TopicView | null): number =>
  from === null || from.topic !== to?.topic ? 0 : Math.max(0, to.version - from.version)
