import type { Changes, Position, TopicState } from '@tickwall/protocol'
import type { TopicHandle } from '../../src/market/market-store.js'
import type { Plant } from './counted-market.js'

/** A handle as it is, but for what is given. */
const shownAs = (handle: TopicHandle, faults: Partial<TopicHandle>): TopicHandle => {
  const shown: TopicHandle = {
    topic: handle.topic,
    name: handle.name,
    ref: handle.ref,
    get partition() {
      return handle.partition
    },
    position: () => handle.position(),
    changedSince: (offset) => handle.changedSince(offset),
    follow: (touched) => handle.follow(touched),
    publishedAt: () => handle.publishedAt(),
    state: () => handle.state(),
    changesSince: (offset, foreign) => handle.changesSince(offset, foreign),
    answers: (offset, foreign) => handle.answers(offset, foreign),
  }
  return Object.assign(shown, faults)
}

const without = (changes: Changes | null, field: string): Changes | null =>
  changes === null ? null : Object.fromEntries(Object.entries(changes).filter(([name]) => name !== field))

/** Faults of a gateway by what they do. */
export const PLANTS: Readonly<Record<string, Plant>> = {
  'a snapshot of a state that is long gone': (handle) => {
    let first: TopicState | Record<string, never> | null = null
    return shownAs(handle, { state: () => (first ??= handle.state()) })
  },
  'a reset that is missed': (handle) => {
    let first: Position | null = null
    const position = (): Position => {
      const now = handle.position()
      if (first === null && now.epoch !== '') first = now
      return first === null || now.epoch === '' ? now : { epoch: first.epoch, offset: now.offset }
    }
    return shownAs(handle, { position })
  },
  'a gap that is told as a delta': (handle) => shownAs(handle, { answers: () => true }),
  'what was lost is not counted': (handle) =>
    shownAs(handle, { changesSince: (offset, foreign) => without(handle.changesSince(offset, foreign), 'lost') }),
  'the first change after a position is forgotten': (handle) =>
    shownAs(handle, { changesSince: (offset, foreign) => handle.changesSince(offset + 1, foreign) }),
  'a field that is never told': (handle) =>
    shownAs(handle, { changesSince: (offset, foreign) => without(handle.changesSince(offset, foreign), 'volume') }),
  'a position that runs ahead by one': (handle) =>
    shownAs(handle, {
      position: () => {
        const { epoch, offset } = handle.position()
        return epoch === '' ? { epoch, offset } : { epoch, offset: offset + 1 }
      },
    }),
  'a change that is told too late': (handle) =>
    shownAs(handle, { changedSince: (offset) => handle.changedSince(offset + 1) }),
}
