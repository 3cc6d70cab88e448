import type { Topic } from '@tickwall/protocol'

/** Which topics are meant: by segments, each with `*` for any run of characters; a last segment `**` is whatever follows, also nothing. */
export interface TopicPattern {
  readonly segments: readonly string[]
  /** Whether it ends with `**`. */
  readonly isOpen: boolean
}

/** Longest pattern, characters: no topic is longer, and matching takes time with its length. */
const MAX_PATTERN_CHARS = 1024

/** Null when it is malformed: a pattern that is misread would deny or allow what nobody meant. */
export function parseTopicPattern(text: string): TopicPattern | null {
  if (text === '' || text.length > MAX_PATTERN_CHARS) return null
  const parts = text.split('/')
  const isOpen = parts.at(-1) === '**'
  const segments = (isOpen ? parts.slice(0, -1) : parts).map(decoded)
  if (segments.some((segment) => segment === null || segment === '' || segment.includes('**'))) return null
  return { segments: segments as string[], isOpen }
}

/** Decoded, so that no other spelling of a topic gets past a pattern. */
function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    // The only way decodeURIComponent says that an escape is malformed.
    return null
  }
}

/** The decoded segments of a topic, its kind first. */
function segmentsOf(topic: Topic): readonly string[] {
  switch (topic.kind) {
    case 'quote':
    case 'trades':
      return [topic.kind, topic.instrument]
    case 'bars':
      return [topic.kind, topic.instrument, topic.interval]
    case 'metric':
      return [topic.kind, topic.host, topic.name]
    case 'sys':
      return [topic.kind, topic.name]
  }
}

/** Whether any of the patterns means the topic. */
export function matchesAny(patterns: readonly TopicPattern[], topic: Topic): boolean {
  if (patterns.length === 0) return false
  const segments = segmentsOf(topic)
  return patterns.some((pattern) => matches(pattern, segments))
}

function matches(pattern: TopicPattern, segments: readonly string[]): boolean {
  const { length } = pattern.segments
  if (pattern.isOpen ? segments.length < length : segments.length !== length) return false
  return pattern.segments.every((glob, i) => matchesGlob(glob, segments[i] ?? ''))
}

/**
 * `*` is any run of characters. Goes back to the last star only, so that it takes at most the product of both lengths; a regular
 * expression would take its time for a hostile pattern.
 */
function matchesGlob(glob: string, text: string): boolean {
  let at = 0
  let i = 0
  let star = -1
  let resume = 0
  while (i < text.length) {
    if (glob[at] === '*') {
      star = at++
      resume = i
    } else if (at < glob.length && glob[at] === text[i]) {
      at++
      i++
    } else if (star >= 0) {
      at = star + 1
      i = ++resume
    } else return false
  }
  while (glob[at] === '*') at++
  return at === glob.length
}
