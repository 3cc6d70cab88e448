import type { DeltaPart, FrameMessage } from '@tickwall/protocol'
import type { Delivered } from './fuzz-transport.js'

/** One fault between a gateway's transport and its client: takes what arrives, in order, and gives what the client gets. */
export interface Sabotage {
  readonly wire: (delivered: Delivered[]) => Delivered[]
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

/** Plants one fault into a single frame. */
function once(change: (target: TapeFrame) => Delivered[]): Sabotage {
  let isPlanted = false
  return {
    wire: (delivered) =>
      delivered.flatMap((each) => {
        const target = isPlanted ? null : tapeFrameOf(each)
        if (target === null) return [each]
        isPlanted = true
        return change(target)
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
    wire: (delivered) => delivered.flatMap(pass),
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

/** Faults by what they do, each with the rules that may be seen broken. */
export const SABOTAGES: Readonly<
  Record<string, { readonly plant: () => Sabotage; readonly rules: readonly string[] }>
> = {
  'a delta that is dropped': {
    plant: () =>
      once((target) => [
        withDeltas(
          target,
          (target.frame.deltas ?? []).filter((part) => part !== target.part),
        ),
      ]),
    rules: ['LST3', 'POS2'],
  },
  'a frame that is dropped': {
    plant: () => once(() => []),
    rules: ['FRM3', 'LST3', 'FOLD8', 'POS2'],
  },
  'two frames that are swapped': {
    plant: () => twice((first, second) => [second.delivered, first.delivered]),
    rules: ['FRM2', 'FRM3', 'LST3'],
  },
  'two deltas that are swapped': {
    plant: () => twice((first, second) => [withPart(first, second.part), withPart(second, first.part)]),
    rules: ['CFL5'],
  },
  'a delta that comes again under its older offset': {
    plant: () => twice((first, second) => [first.delivered, withDeltas(second, [second.part, first.part])]),
    rules: ['CFL5', 'LST3'],
  },
  'an offset that is one too high': {
    plant: () => once((target) => [withPart(target, [target.part[0], target.part[1] + 1, target.part[2]])]),
    rules: ['CFL5'],
  },
  'a value that is another': {
    plant: () =>
      once((target) => {
        const items = target.items.map((item, i) => (i === 0 ? item.with(2, '666') : item))
        return [withPart(target, [target.part[0], target.part[1], { ...target.part[2], items }])]
      }),
    rules: ['FOLD8'],
  },
  'a lost item too many': {
    plant: () =>
      once((target) => {
        const { lost = 0 } = target.part[2] as { lost?: number }
        return [withPart(target, [target.part[0], target.part[1], { ...target.part[2], lost: lost + 1 }])]
      }),
    rules: ['LST3'],
  },
}
