import { DEFAULT_RATE, type Rate } from '@tickwall/protocol'
import {
  onScopeDispose,
  readonly,
  ref,
  toValue,
  unref,
  watch,
  type MaybeRef,
  type MaybeRefOrGetter,
  type Ref,
} from 'vue'
import type { TopicWatch } from '../market/market.js'
import type { TopicView } from '../market/topic-view.js'
import { useLinkContext } from './link-context.js'

/**
 * Many quotes without a reactive cell each: Vue sees one version number, the table asks for the views it draws.
 * `maxHz` (default 10) is a rate for all, or a function of the topic that is read reactively: rows on screen fast, the rest slow.
 */
export function useQuotes(
  topics: MaybeRefOrGetter<readonly string[]>,
  maxHz: MaybeRef<Rate> | ((topic: string) => Rate) = DEFAULT_RATE,
): {
  /** The view of one of the topics; null for others. */
  get(topic: string): TopicView<'quote'> | null
  /** Grows once in every frame in which a view was replaced, and when the list of topics changes. */
  readonly version: Readonly<Ref<number>>
  /** Called once a frame with those of the topics whose views were replaced; ends with the scope, or by the answered function. */
  onFrame(listener: (changedTopics: readonly string[]) => void): () => void
} {
  const { market } = useLinkContext()
  const version = ref(0)
  const watches = new Map<string, TopicWatch>()
  const listeners = new Set<(changedTopics: readonly string[]) => void>()
  const rateOf = (topic: string): Rate => (typeof maxHz === 'function' ? maxHz(topic) : unref(maxHz))

  watch(
    () => new Map(toValue(topics).map((topic) => [topic, rateOf(topic)])),
    (wanted) => {
      let hasNewList = false
      for (const [topic, rate] of wanted) {
        const held = watches.get(topic)
        if (held === undefined) {
          watches.set(topic, market.watch(topic, rate))
          hasNewList = true
        } else held.setRate(rate)
      }
      for (const [topic, held] of watches) {
        if (wanted.has(topic)) continue
        held.close()
        watches.delete(topic)
        hasNewList = true
      }
      if (hasNewList) version.value += 1
    },
    { immediate: true },
  )

  const stop = market.onFrame((changedTopics) => {
    const changed = [...changedTopics].filter((topic) => watches.has(topic))
    if (changed.length === 0) return
    version.value += 1
    for (const listener of listeners) listener(changed)
  })
  onScopeDispose(() => {
    stop()
    listeners.clear()
    for (const held of watches.values()) held.close()
    watches.clear()
  })

  return {
    get: (topic) => (watches.has(topic) ? (market.view(topic) as TopicView<'quote'> | null) : null),
    version: readonly(version),
    onFrame: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
