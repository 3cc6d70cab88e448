import type { DeltaPart, FrameMessage } from '@tickwall/protocol'
import type { Wire } from './fuzz-client.js'
import type { Delivered } from './fuzz-transport.js'

/** One fault between gateways and two clients: takes what arrives for one of them, in order, and gives what it gets. */
export interface Sabotage {
  readonly wire: Wire
  /** Whether there was an occasion. */
  readonly isPlanted: boolean
}

/** A frame with a delta of a tape: each of its items is told once, so that nothing later can hide what was done to it. */
interface TapeFrame {
  readonly delivered: Delivered
  readonly frame: FrameMessage
  readonly part: DeltaPart
  readonly items: readonly (readonly unknown[])[]
}

function tapeFrameOf(delivered: Delivered): TapeFrame | null {
  const { message } = delivered
  if (message.type !== 'frame') return null
  for (const part of message.deltas ?? []) {
    const { items } = part[2] as { items?: readonly (readonly unknown[])[] }
    // A trade's item, and no bar's, has a side and an id.
    if (items !== undefined && items.length > 0 && items[0]?.length === 6)
      return { delivered, frame: message, part, items }
  }
  return null
}

/** Plants one fault into a single frame of the first client: the first that it can be planted in. */
function once(change: (target: TapeFrame) => Delivered[] | null): Sabotage {
  let isPlanted = false
  return {
    wire: (delivered, place) =>
      delivered.flatMap((each) => {
        const target = isPlanted || place > 0 ? null : tapeFrameOf(each)
        const changed = target === null ? null : change(target)
        if (changed === null) return [each]
        isPlanted = true
        return changed
      }),
    get isPlanted() {
      return isPlanted
    },
  }
}

/** Plants one fault into two frames of the same tape that follow each other: what arrives from the first on waits for the second. */
function twice(change: (first: TapeFrame, second: TapeFrame) => [Delivered, Delivered]): Sabotage {
  let first: TapeFrame | null = null
  const between: Delivered[] = []
  let isPlanted = false
  const pass = (each: Delivered): Delivered[] => {
    const target = isPlanted ? null : tapeFrameOf(each)
    if (first === null) {
      first = target
      return target === null ? [each] : []
    }
    if (isPlanted) return [each]
    if (target?.part[0] !== first.part[0]) {
      between.push(each)
      return []
    }
    isPlanted = true
    const [before, after] = change(first, target)
    return [before, ...between, after]
  }
  return {
    wire: (delivered, place) => (place > 0 ? delivered : delivered.flatMap(pass)),
    get isPlanted() {
      return isPlanted
    },
  }
}

const withDeltas = ({ delivered, frame }: TapeFrame, deltas: readonly DeltaPart[]): Delivered => ({
  ...delivered,
  message: { ...frame, deltas },
})
const withPart = (target: TapeFrame, part: DeltaPart): Delivered =>
  withDeltas(
    target,
    (target.frame.deltas ?? []).map((each) => (each === target.part ? part : each)),
  )

/** Hands one frame of the first client to the second one as well. */
function misdirected(): Sabotage {
  let frame: Delivered | undefined
  let isPlanted = false
  return {
    wire: (delivered, place) => {
      if (place === 0) {
        frame ??= delivered.find((each) => tapeFrameOf(each) !== null)
        return delivered
      }
      if (frame === undefined || isPlanted) return delivered
      isPlanted = true
      return [...delivered, frame]
    },
    get isPlanted() {
      return isPlanted
    },
  }
}

/** Faults by what they do. */
export const SABOTAGES: Readonly<Record<string, () => Sabotage>> = {
  'a delta that is dropped': () =>
    once((target) => [
      withDeltas(
        target,
        (target.frame.deltas ?? []).filter((part) => part !== target.part),
      ),
    ]),
  'a frame that is dropped': () => once(() => []),
  'two frames that are swapped': () => twice((first, second) => [second.delivered, first.delivered]),
  'two deltas that are swapped': () =>
    twice((first, second) => [withPart(first, second.part), withPart(second, first.part)]),
  'a delta that comes again under its older offset': () =>
    twice((first, second) => [first.delivered, withDeltas(second, [second.part, first.part])]),
  'an offset that is one too high': () =>
    once((target) => [withPart(target, [target.part[0], target.part[1] + 1, target.part[2]])]),
  'a value that is another': () =>
    once((target) => {
      const items = target.items.map((item, i) => (i === 0 ? item.with(2, '666') : item))
      return [withPart(target, [target.part[0], target.part[1], { ...target.part[2], items }])]
    }),
  'a frame that goes to another client as well': misdirected,
  'a lost item too many': () =>
    once((target) => {
      const { lost = 0 } = target.part[2] as { lost?: number }
      return [withPart(target, [target.part[0], target.part[1], { ...target.part[2], lost: lost + 1 }])]
    }),
}
