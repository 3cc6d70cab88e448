import { shallowReadonly, shallowRef, watch, type ShallowRef } from 'vue'
import { loadTopics, type MetricTopic } from '../market/load-topics.js'
import { useWebSocket } from './useWebSocket.js'

/**
 * What the gateway has records of: instruments (`venue:symbol`, in canonical order) and metrics. Loads at once, again when the link
 * comes back, and on `reload`; a load that fails keeps what was known and is told by `failure`.
 */
export function useInstruments(): {
  readonly instruments: Readonly<ShallowRef<readonly string[]>>
  readonly metrics: Readonly<ShallowRef<readonly MetricTopic[]>>
  /** Why the last load failed, or null. */
  readonly failure: Readonly<ShallowRef<string | null>>
  reload(): void
} {
  const { status } = useWebSocket()
  const instruments = shallowRef<readonly string[]>([])
  const metrics = shallowRef<readonly MetricTopic[]>([])
  const failure = shallowRef<string | null>(null)
  let newest = 0

  const load = async (): Promise<void> => {
    const mine = ++newest
    const loaded = await loadTopics(fetch)
    // An older answer must not replace a newer one.
    if (mine !== newest) return
    if (loaded.ok) {
      instruments.value = loaded.instruments
      metrics.value = loaded.metrics
    }
    failure.value = loaded.ok ? null : loaded.failure
  }
  const reload = (): void => {
    void load()
  }
  reload()
  watch(
    () => status.value.state === 'live',
    (isLive) => {
      if (isLive) reload()
    },
  )
  return {
    instruments: shallowReadonly(instruments),
    metrics: shallowReadonly(metrics),
    failure: shallowReadonly(failure),
    reload,
  }
}
