import type { Rate } from '@tickwall/protocol'
import type { TopicView } from './topic-view.js'

/** A wish for a topic; closing the last one of a topic ends its subscription and keeps its last view. */
export interface TopicWatch {
  readonly topic: string
  setRate(maxHz: Rate): void
  close(): void
}

/** Newest change of a venue or host and how often it changes; times are ms of the server's clock. */
export interface GroupPulse {
  readonly changedAtMs: number | null
  readonly expectedIntervalMs: number
}

/** The page's side of all topics: ref-counted wishes in, one immutable view a topic out, at most one change a frame. */
export interface Market {
  /** The view of a topic that is or was watched, else null. */
  view(topic: string): TopicView | null
  /** `onChange` is called at most once a frame, after the view was replaced. A topic has a view from the first watch on. */
  watch(topic: string, maxHz: Rate, onChange?: (view: TopicView) => void): TopicWatch
  /** Called once a frame with the topics whose views were replaced; answers how to stop. */
  onFrame(listener: (changedTopics: ReadonlySet<string>) => void): () => void
  /** The pulse of the venue or host that the topic belongs to. */
  pulse(topic: string): GroupPulse
}
