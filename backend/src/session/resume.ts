import type { Position, SubscriptionStart } from '@tickwall/protocol'
import type { PartitionId } from '../ingest/source.js'
import type { MarketStore, TopicHandle } from '../market/market-store.js'

/** `ask`: the position lies beyond this gateway's fold, so only the log itself can tell whether it exists. */
export type ResumeVerdict =
  { readonly start: SubscriptionStart } | { readonly start: 'ask'; readonly partition: PartitionId }

const SNAPSHOT: ResumeVerdict = { start: 'snapshot' }
const RESET: ResumeVerdict = { start: 'reset' }
const RESUME: ResumeVerdict = { start: 'resume' }

/** How a subscription begins that names the position it holds (INV3: any position, made on any gateway). */
export function resumeVerdict(wanted: Position | null, handle: TopicHandle, store: MarketStore): ResumeVerdict {
  if (wanted === null || wanted.epoch === '' || wanted.offset < 0) return SNAPSHOT
  const current = handle.position()
  if (current.epoch === '') {
    // No record of the topic here yet: either this gateway lags behind the one that made the position, or it is void.
    const fold = store.partitionOf(wanted.epoch)
    return fold !== null && wanted.offset > fold.offset ? { start: 'ask', partition: fold.id } : RESET
  }
  if (wanted.epoch !== current.epoch) return RESET
  if (wanted.offset > current.offset)
    // Without a log nobody else can know of what is not known here.
    return handle.partition === null ? RESET : { start: 'ask', partition: handle.partition }
  return handle.answers(wanted.offset, true) ? RESUME : SNAPSHOT
}

/** What a position beyond the fold means once the log's next offset is known; null = the log could not be asked. */
export const aheadVerdict = (wanted: Position | null, logEnd: number | null): SubscriptionStart =>
  wanted === null ? 'snapshot' : logEnd !== null && wanted.offset >= logEnd ? 'reset' : 'resume'

/** Whether this gateway's fold has yet to come to a position that it lags behind; false as well where it never will. */
export function isYetToCome(position: Position, handle: TopicHandle, store: MarketStore): boolean {
  const { epoch, offset } = handle.position()
  if (epoch !== '') return epoch === position.epoch && offset < position.offset
  // No record of the topic here, and maybe none will come: then its partition tells, unless that was begun anew.
  const fold = store.partitionOf(position.epoch)
  return fold !== null && fold.offset < position.offset
}
