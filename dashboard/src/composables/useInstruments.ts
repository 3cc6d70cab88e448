import { onScopeDispose, shallowReadonly, shallowRef, watch, type ShallowRef } from 'vue'
import { loadTopics, type MetricTopic } from '../market/load-topics.js'
import { useWebSocket } from './useWebSocket.js'

/** New instruments show up by themselves within this. */
const RELOAD_MS = 30_000
/** The first list, and one that is empty or became shorter, is looked at again so soon: a gateway that just started is still filling it. */
const RECHECK_MS = 3000

/**
 * What the gateway has records of: instruments (`venue:symbol`, in canonical order) and metrics. Loads at once, every 30 s, when the
 * link comes back, and on `reload`. A load that fails keeps what was known and is told by `failure`; a list that became shorter is
 * believed the second time.
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
  let timer: ReturnType<typeof setTimeout> | undefined

  const load = async (isRecheck: boolean, isAsked: boolean): Promise<void> => {
    const mine = ++newest
    clearTimeout(timer)
    const loaded = await loadTopics(fetch)
    // An older answer must not replace a newer one.
    if (mine !== newest) return
    failure.value = loaded.ok ? null : loaded.failure
    const count = loaded.ok ? loaded.instruments.length + loaded.metrics.length : 0
    const isShort = loaded.ok && (count === 0 || count < instruments.value.length + metrics.value.length)
    if (loaded.ok && (!isShort || isRecheck)) {
      if (!isSame(instruments.value, loaded.instruments)) instruments.value = loaded.instruments
      if (!isSame(metrics.value.map(topicOf), loaded.metrics.map(topicOf))) metrics.value = loaded.metrics
    }
    const isEarly = isShort || isAsked
    timer = setTimeout(() => void load(isShort, false), isEarly ? RECHECK_MS : RELOAD_MS)
  }
  const reload = (): void => {
    void load(false, true)
  }
  reload()
  watch(
    () => status.value.state === 'live',
    (isLive) => {
      if (isLive) reload()
    },
  )
  onScopeDispose(() => {
    newest += 1
    clearTimeout(timer)
  })
  return {
    instruments: shallowReadonly(instruments),
    metrics: shallowReadonly(metrics),
    failure: shallowReadonly(failure),
    reload,
  }
}

const topicOf = (metric: MetricTopic): string => metric.topic
const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, index) => text === b[index])
