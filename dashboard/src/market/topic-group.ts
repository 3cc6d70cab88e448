import { parseTopic } from '@tickwall/protocol'

/** The venue or host that a topic's silence is judged with: `venue:usdm`, `host:web-1`; the topic itself where it names neither. */
export function groupOf(topic: string): string {
  const parsed = parseTopic(topic)
  if (parsed === null) return topic
  if (parsed.kind === 'metric') return `host:${parsed.host}`
  if (parsed.kind === 'sys') return topic
  const colon = parsed.instrument.indexOf(':')
  return colon < 0 ? `instrument:${parsed.instrument}` : `venue:${parsed.instrument.slice(0, colon)}`
}
