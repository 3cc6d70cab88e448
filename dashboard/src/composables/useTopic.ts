import { DEFAULT_RATE, type Rate, type TopicKind } from '@tickwall/protocol'
import { shallowReadonly, shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue'
import type { TopicWatch } from '../market/market.js'
import type { TopicView } from '../market/topic-view.js'
import { useLinkContext } from './link-context.js'

/**
 * One topic, subscribed to while the scope lives and shared with all who ask for it. The view is replaced at most once a frame;
 * it is null only while `topic` is. `maxHz` is the fastest rate wanted, default 10; a change of it costs no snapshot.
 */
export function useTopic<K extends TopicKind>(
  topic: MaybeRefOrGetter<string | null>,
  maxHz: MaybeRefOrGetter<Rate> = DEFAULT_RATE,
): Readonly<ShallowRef<TopicView<K> | null>> {
  const { market } = useLinkContext()
  const view = shallowRef<TopicView<K> | null>(null)
  let current: TopicWatch | null = null

  watch(
    () => toValue(topic),
    (name, _previous, onCleanup) => {
      if (name === null) {
        view.value = null
        return
      }
      const opened = market.watch(name, toValue(maxHz), (next) => {
        view.value = next as TopicView<K>
      })
      current = opened
      view.value = market.view(name) as TopicView<K> | null
      onCleanup(() => {
        current = null
        opened.close()
      })
    },
    { immediate: true },
  )
  watch(
    () => toValue(maxHz),
    (hz) => current?.setRate(hz),
  )
  return shallowReadonly(view)
}
