import type { FrameMessage, Rate } from '@tickwall/protocol'
import type { TopicEntry } from './topic-entry.js'

/** What a frame did. */
export interface FrameEffect {
  /** Topics whose content changed, each once. */
  readonly topics: ReadonlySet<string>
  /** Snapshots and deltas that were taken in. */
  readonly parts: number
  /** The fastest rate that one of them is granted. */
  readonly fastestHz: Rate | null
}

/**
 * Takes a frame in: snapshots first, then deltas (FRM4). A delta is left out where it does not follow on what is held: before the
 * snapshot that was promised, after a hole until the new answer, or behind our position, which never goes back. Hot path.
 */
export function receiveFrame(
  frame: FrameMessage,
  find: (ref: number) => TopicEntry | undefined,
  nowMs: number,
): FrameEffect {
  const topics = new Set<string>()
  let parts = 0
  let fastestHz: Rate | null = null
  const took = (entry: TopicEntry): void => {
    parts += 1
    topics.add(entry.topic)
    entry.isCatchingUp = false
    entry.isBehind = false
    entry.receivedAtMs = nowMs
    const { grantedHz } = entry
    if (grantedHz !== null) fastestHz = fasterOf(fastestHz, grantedHz)
  }
  for (const snapshot of frame.snapshots ?? []) {
    const entry = find(snapshot.ref)
    if (entry === undefined) continue
    entry.received.applySnapshot(snapshot)
    entry.hasSnapshot = true
    entry.awaitsSnapshot = false
    took(entry)
  }
  for (const [ref, offset, changes] of frame.deltas ?? []) {
    const entry = find(ref)
    if (entry === undefined || !follows(entry) || offset < entry.received.offset) continue
    entry.received.applyChanges(offset, changes)
    took(entry)
  }
  return { topics, parts, fastestHz }
}

/** A topic that leaves is frozen: a hole could pass unnoticed, and a wish that comes back resumes from here. */
const follows = ({ awaitsSnapshot, wire }: TopicEntry): boolean =>
  !awaitsSnapshot && (wire.type === 'on' || wire.type === 'changing')

const fasterOf = (a: Rate | null, b: Rate): Rate => (a === 'raw' || b === 'raw' ? 'raw' : Math.max(a ?? 0, b))
