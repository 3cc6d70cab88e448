import { formatTopic, type BarInterval } from '@tickwall/protocol'
import { onScopeDispose, shallowReadonly, shallowRef, watch, type ShallowRef } from 'vue'
import type { TopicView } from '../market/topic-view.js'
import { BarHistory, type HeldBars } from './bar-history.js'
import { loadBars } from './load-bars.js'

const NOTHING: HeldBars = { items: [], start: 'open', holes: [] }

/** The bars of a chart from its topic and, page by page when `loadEarlier` is called, from what the gateway holds beyond. */
export function useBarHistory(
  subject: () => { readonly instrument: string; readonly interval: BarInterval },
  view: Readonly<ShallowRef<TopicView<'bars'> | null>>,
): {
  readonly held: Readonly<ShallowRef<HeldBars>>
  /** Asks for the page before the oldest held bar, unless it is under way or there is none. */
  loadEarlier(): void
} {
  const held = shallowRef<HeldBars>(NOTHING)
  let history: BarHistory | null = null
  let seen: TopicView<'bars'> | null = null

  watch(
    () => [subject().instrument, subject().interval] as const,
    () => {
      history = new BarHistory()
      seen = null
      held.value = NOTHING
    },
    { immediate: true, flush: 'sync' },
  )
  watch(
    view,
    (now) => {
      if (now === null || now.position === null || history === null) return
      // The view of another chart may still be here when this one opens.
      if (now.topic !== formatTopic({ kind: 'bars', ...subject() })) return
      const isReset = seen !== null && now.gapAtMs !== null && now.gapAtMs !== seen.gapAtMs
      if (isReset) history.tear({ fromMs: Math.min(seen?.changedAtMs ?? Infinity, now.gapAtMs), toMs: now.gapAtMs })
      seen = now
      history.follow(now.state.items ?? [], now.position.epoch)
      held.value = history.held
    },
    { immediate: true, flush: 'sync' },
  )
  onScopeDispose(() => {
    history = null
  })

  async function loadEarlier(): Promise<void> {
    const asked = history
    const toMs = asked?.ask() ?? null
    if (asked === null || toMs === null) return
    held.value = asked.held
    const page = await loadBars((path) => fetch(path), { ...subject(), toMs })
    if (page.ok) asked.take(page.items, page.epoch)
    else asked.fail()
    // Another chart may have been opened meanwhile.
    if (asked === history) held.value = asked.held
  }
  return { held: shallowReadonly(held), loadEarlier: () => void loadEarlier() }
}
