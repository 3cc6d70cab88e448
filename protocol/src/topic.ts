import { SYS_NAMES, type SysName } from './sys-state.js'

/** Bar lengths a `bars` topic may name; 1d opens at the session start, all others at UTC multiples. */
export const BAR_INTERVALS = ['1s', '5s', '1m', '5m', '15m', '1h', '1d'] as const
export type BarInterval = (typeof BAR_INTERVALS)[number]

export const TOPIC_KINDS = ['quote', 'trades', 'bars', 'metric', 'sys'] as const
export type TopicKind = (typeof TOPIC_KINDS)[number]

/** What a client can subscribe to, parsed; segments are decoded text. */
export type Topic =
  | { readonly kind: 'quote'; readonly instrument: string }
  | { readonly kind: 'trades'; readonly instrument: string }
  | { readonly kind: 'bars'; readonly instrument: string; readonly interval: BarInterval }
  | { readonly kind: 'metric'; readonly host: string; readonly name: string }
  | { readonly kind: 'sys'; readonly name: SysName }

/** Longest decoded topic segment, in UTF-8 bytes. */
export const MAX_SEGMENT_BYTES = 128
/** Longest topic text that is looked at; no well-formed one is longer than 776 characters. */
export const MAX_TOPIC_CHARS = 1024

const isInterval = (text: string): text is BarInterval => (BAR_INTERVALS as readonly string[]).includes(text)
const isSysName = (text: string): text is SysName => (SYS_NAMES as readonly string[]).includes(text)

/**
 * Whether a decoded segment (an instrument, a host, a metric's name) can be part of a topic: 1 to 128 bytes of
 * well-formed Unicode without control characters.
 */
export function isSegment(text: string): boolean {
  if (text.length === 0 || text.length > MAX_SEGMENT_BYTES) return false
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return false
    if (code < 0x80) bytes += 1
    else if (code < 0x800) bytes += 2
    else if (code < 0xd800 || code > 0xdfff) bytes += 3
    else {
      const low = text.charCodeAt(i + 1)
      if (code > 0xdbff || !(low >= 0xdc00 && low <= 0xdfff)) return false
      bytes += 4
      i += 1
    }
  }
  return bytes <= MAX_SEGMENT_BYTES
}

function decodeSegment(raw: string): string | null {
  if (!raw.includes('%')) return isSegment(raw) ? raw : null
  try {
    const text = decodeURIComponent(raw)
    return isSegment(text) ? text : null
  } catch {
    // A malformed escape, or bytes that are not UTF-8: the only way decodeURIComponent says so.
    return null
  }
}

/** The topic a text names, in any spelling, or null when it is malformed or of an unknown kind, interval or `sys` name. Never throws. */
export function parseTopic(text: string): Topic | null {
  if (text.length > MAX_TOPIC_CHARS) return null
  const segments = text.split('/')
  const first = decodeSegment(segments[1] ?? '')
  if (first === null) return null
  if (segments.length === 2) {
    if (segments[0] === 'quote') return { kind: 'quote', instrument: first }
    if (segments[0] === 'trades') return { kind: 'trades', instrument: first }
    return segments[0] === 'sys' && isSysName(first) ? { kind: 'sys', name: first } : null
  }
  const second = decodeSegment(segments[2] ?? '')
  if (segments.length !== 3 || second === null) return null
  if (segments[0] === 'metric') return { kind: 'metric', host: first, name: second }
  return segments[0] === 'bars' && isInterval(second) ? { kind: 'bars', instrument: first, interval: second } : null
}

/** `:` and `@` need no escape within a path segment (RFC 3986, 3.3) and make instruments readable. */
const encodeSegment = (text: string): string =>
  PLAIN.test(text) ? text : encodeURIComponent(text).replaceAll('%3A', ':').replaceAll('%40', '@')

/** Nothing to escape, as nearly always: a crowd that comes back spells a hundred thousand topics in a second. */
const PLAIN = /^[\w.~:@!*'()-]*$/

/** The canonical spelling: equal topics give equal texts. Throws a URIError on segments that `isSegment` refuses as Unicode. */
export function formatTopic(topic: Topic): string {
  switch (topic.kind) {
    case 'quote':
    case 'trades':
      return `${topic.kind}/${encodeSegment(topic.instrument)}`
    case 'bars':
      return `bars/${encodeSegment(topic.instrument)}/${topic.interval}`
    case 'metric':
      return `metric/${encodeSegment(topic.host)}/${encodeSegment(topic.name)}`
    case 'sys':
      return `sys/${topic.name}`
  }
}
