import { DEFAULT_RATE, type Rate, type TopicKind } from '@tickwall/protocol'
import { computed, shallowRef, toValue, watch, type ComputedRef, type MaybeRefOrGetter } from 'vue'
import type { Freshness } from '../market/freshness.js'
import { UNSEEN_HZ } from '../link/unseen-hz.js'
import type { TopicView } from '../market/topic-view.js'
import { useFreshness } from './useFreshness.js'
import { useInView } from './useInView.js'
import { useTopic } from './useTopic.js'

export interface StreamOptions {
  /** Where it is shown: out of view, 0.2 Hz are enough. Default: always in view. */
  readonly element?: MaybeRefOrGetter<Element | null | undefined>
  /** Freezes what is shown; what comes meanwhile is held and counted by the freshness. Default false. */
  readonly isPaused?: MaybeRefOrGetter<boolean>
}

/**
 * One topic for a panel: its view and how fresh that is. All users of a topic, in this page and in all tabs, share one subscription at the
 * fastest rate that any of them wants; `maxHz` (default 10) may change at no cost but the message that says so.
 */
export function useStream<K extends TopicKind>(
  topic: MaybeRefOrGetter<string | null>,
  maxHz: MaybeRefOrGetter<Rate> = DEFAULT_RATE,
  { element = null, isPaused = false }: StreamOptions = {},
): {
  /** Null without a topic; the view of the moment of the pause while paused. */
  readonly view: ComputedRef<TopicView<K> | null>
  readonly freshness: ComputedRef<Freshness>
} {
  const isInView = useInView(element)
  const newest = useTopic<K>(topic, () => (isInView.value ? toValue(maxHz) : UNSEEN_HZ))
  const frozen = shallowRef<TopicView<K> | null>(null)
  watch(
    [() => toValue(isPaused), newest],
    ([isFrozen, view]) => {
      if (!isFrozen) frozen.value = null
      // A topic that is chosen while paused is frozen at its first content.
      else if (frozen.value?.topic !== view?.topic) frozen.value = view?.position == null ? null : view
    },
    { immediate: true, flush: 'sync' },
  )
  return {
    view: computed(() => frozen.value ?? newest.value),
    freshness: useFreshness(() => newest.value, isPaused),
  }
}
