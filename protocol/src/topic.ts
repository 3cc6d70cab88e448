/** Bar lengths a `bars` topic may name; 1d opens at the session start, all others at UTC multiples. */
export const BAR_INTERVALS = ['1s', '5s', '1m', '5m', '15m', '1h', '1d'] as const
export type BarInterval = (typeof BAR_INTERVALS)[number]

export const TOPIC_KINDS = ['quote', 'trades', 'bars', 'metric'] as const
export type TopicKind = (typeof TOPIC_KINDS)[number]

/** What a client can subscribe to, parsed; segments are decoded text. */
export type Topic =
  | { readonly kind: 'quote'; readonly instrument: string }
  | { readonly kind: 'trades'; readonly instrument: string }
  | { readonly kind: 'bars'; readonly instrument: string; readonly interval: BarInterval }
  | { readonly kind: 'metric'; readonly host: string; readonly name: string }

/** Longest decoded topic segment, in UTF-8 bytes. */
export const MAX_SEGMENT_BYTES = 128
