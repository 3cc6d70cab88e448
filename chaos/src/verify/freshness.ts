import { isSame, type Epochs } from './epochs.js'
import type { HeldTopic } from './held-topic.js'
import type { Truth } from './truth.js'
import type { Violation } from './violation.js'

/** A fault, from its beginning until all that it broke was whole again. */
export interface Disturbance {
  readonly name: string
  readonly startedMs: number
  readonly endedMs: number
  /** How long after its end a client may go on showing what is old. */
  readonly freshWithinMs: number
}

/** How long after a fault the last client of all was fresh again. */
export interface Recovery {
  readonly name: string
  readonly worstMs: number
  readonly client: string
  readonly topic: string
}

export interface Holder {
  readonly name: string
  readonly held: readonly HeldTopic[]
}

/**
 * From when on after each fault every client held a record that was written after its end. The age counts from that record where it
 * was written later than the fault ended.
 */
export function freshness(
  holders: readonly Holder[],
  truth: Truth,
  epochs: Epochs,
  disturbances: readonly Disturbance[],
): { readonly recoveries: readonly Recovery[]; readonly violations: readonly Violation[] } {
  const violations: Violation[] = []
  const recoveries = disturbances.map(({ name, endedMs, freshWithinMs }) => {
    let worst: Recovery = { name, worstMs: 0, client: '', topic: '' }
    for (const { name: client, held } of holders)
      for (const each of held) {
        const ms = staleMs(each, truth, epochs, endedMs)
        if (ms === null) continue
        if (ms > worst.worstMs) worst = { name, worstMs: ms, client, topic: each.name }
        if (ms <= freshWithinMs) continue
        const when = ms === Infinity ? 'never' : `only after ${String(Math.round(ms))} ms`
        violations.push({ client, rule: 'fresh', what: `${each.name} was fresh ${when} after ${name}`, atMs: null })
      }
    return worst
  })
  return { recoveries, violations }
}

function staleMs(held: HeldTopic, truth: Truth, epochs: Epochs, sinceMs: number): number | null {
  const record = truth.firstSince(held.name, sinceMs)
  if (record === null) return null
  const isCovered = ({ epoch, offset }: { readonly epoch: string; readonly offset: number }): boolean =>
    offset >= record.offset && epochs.among(epoch, [record.place]).some((place) => isSame(place, record.place))
  const reached = held.progress.find((step) => step.atMs >= record.atMs && step.epoch !== '' && isCovered(step))
  if (reached === undefined && held.isWithheld()) return null
  return reached === undefined ? Infinity : Math.max(0, reached.atMs - Math.max(sinceMs, record.atMs))
}
