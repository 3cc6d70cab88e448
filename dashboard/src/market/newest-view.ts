import { eventAtMs } from './event-at.js'
import type { TopicView } from './topic-view.js'

/** The view that tells the newest event, by which a panel of several topics is judged; the first known one while none tells any, null without one. */
export function newestView<View extends TopicView>(views: Iterable<View | null>): View | null {
  let newest: View | null = null
  let newestMs = -Infinity
  for (const view of views) {
    if (view === null) continue
    const atMs = eventAtMs(view) ?? view.changedAtMs ?? -Infinity
    if (newest !== null && atMs <= newestMs) continue
    newest = view
    newestMs = atMs
  }
  return newest
}
