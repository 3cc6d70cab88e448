import type { DeltaPart, FrameMessage, SnapshotPart } from '@tickwall/protocol'
import type { ClientHistory, HistoryEvent } from '../src/history/client-history.js'
import type { Run } from '../src/verify/verify.js'

type Received = Extract<HistoryEvent, { kind: 'received' }>
type FrameEvent = Received & { readonly message: FrameMessage }
/** Changes a run as a faulty gateway would have; null where there is no place for it. */
export type Plant = (run: Run) => Run | null

interface Spot {
  readonly client: number
  readonly at: number
  readonly event: FrameEvent
  readonly part: DeltaPart
}

const isFrame = (event: HistoryEvent | undefined): event is FrameEvent =>
  event?.kind === 'received' && event.message.type === 'frame'

const itemsOf = ([, , changes]: DeltaPart): readonly (readonly unknown[])[] =>
  Array.isArray(changes['items']) ? (changes['items'] as unknown[][]) : []

/** Trades have five values and more beside their offset; a tape cannot hide what happened to it. */
const isTape = (part: DeltaPart): boolean => itemsOf(part).length > 0 && itemsOf(part)[0]?.length === 6

/** Shared frames with a tape in them, of all clients, oldest first. */
function spots({ histories }: Run): Spot[] {
  return histories.flatMap(({ events }, client) =>
    events.flatMap((event, at) => {
      const part = isFrame(event) && event.message.prev !== undefined ? event.message.deltas?.find(isTape) : undefined
      return isFrame(event) && part !== undefined ? [{ client, at, event, part }] : []
    }),
  )
}

/** One from the middle of the run, where much comes before and after. */
function middle(run: Run, isFit: (spot: Spot) => boolean = () => true): Spot | null {
  const fit = spots(run).filter(isFit)
  return fit[fit.length >> 1] ?? null
}

const replaced = (run: Run, client: number, change: (events: HistoryEvent[]) => readonly HistoryEvent[]): Run => ({
  ...run,
  histories: run.histories.map((history, i) =>
    i === client ? { ...history, events: change([...history.events]) } : history,
  ),
})

const withFrame = (event: FrameEvent, change: Partial<FrameMessage>): FrameEvent => ({
  ...event,
  message: { ...event.message, ...change },
})

const withPart = (event: FrameEvent, old: DeltaPart, part: DeltaPart | null): FrameEvent =>
  withFrame(event, {
    deltas: (event.message.deltas ?? []).flatMap((each) => (each !== old ? [each] : part === null ? [] : [part])),
  })

/** Puts something else into the place of one event. */
const instead =
  (make: (spot: Spot, run: Run) => readonly HistoryEvent[] | null, isFit?: (spot: Spot) => boolean): Plant =>
  (run) => {
    const spot = middle(run, isFit)
    const events = spot === null ? null : make(spot, run)
    return spot === null || events === null
      ? null
      : replaced(run, spot.client, (all) => all.toSpliced(spot.at, 1, ...events))
  }

/** The next shared frame with the same tape on the same connection. */
const nextOf = (run: Run, { client, at, event, part }: Spot): Spot | null =>
  spots(run).find(
    (other) =>
      other.client === client &&
      other.at > at &&
      other.event.connection === event.connection &&
      other.part[0] === part[0],
  ) ?? null

const changed = ([ref, offset, changes]: DeltaPart, more: Readonly<Record<string, unknown>>): DeltaPart => [
  ref,
  offset,
  { ...changes, ...more },
]

/** Exchanges two frames, or the parts of two frames, that follow each other. */
const exchanged =
  (exchange: (first: Spot, second: Spot) => readonly [HistoryEvent, HistoryEvent]): Plant =>
  (run) => {
    const first = middle(run, (spot) => nextOf(run, spot) !== null)
    const second = first === null ? null : nextOf(run, first)
    if (first === null || second === null) return null
    const [one, other] = exchange(first, second)
    return replaced(run, first.client, (events) => events.with(first.at, one).with(second.at, other))
  }

/** Others of the same flush, so that it shows whichever partition they are of. */
const hasSiblings = ({ event, part }: Spot): boolean =>
  (event.message.deltas ?? []).filter((each) => each !== part && each[1] === part[1]).length >= 2

function otherClient({ histories }: Run, client: number): ClientHistory | undefined {
  return histories.find((_, i) => i !== client)
}

/** The first snapshot of a state that has fields, or null. */
function snapshotSpot({
  histories,
}: Run): { client: number; at: number; event: FrameEvent; part: SnapshotPart } | null {
  for (const [client, { events }] of histories.entries())
    for (const [at, event] of events.entries()) {
      const part = isFrame(event) ? event.message.snapshots?.find(({ state }) => 'last' in state) : undefined
      if (isFrame(event) && part !== undefined) return { client, at, event, part }
    }
  return null
}

const onSnapshot =
  (change: (part: SnapshotPart) => SnapshotPart): Plant =>
  (run) => {
    const spot = snapshotSpot(run)
    if (spot === null) return null
    const { client, at, event, part } = spot
    const snapshots = (event.message.snapshots ?? []).map((each) => (each === part ? change(part) : each))
    return replaced(run, client, (events) => events.with(at, withFrame(event, { snapshots })))
  }

/** Faults by what they do; each has to be found wherever it can be planted. */
export const PLANTS: Readonly<Record<string, Plant>> = {
  'a delta that is dropped': instead(({ event, part }) => [withPart(event, part, null)]),
  'a frame that is dropped': instead(() => []),
  'two frames that are swapped': exchanged((first, second) => [
    { ...second.event, atMs: first.event.atMs },
    { ...first.event, atMs: second.event.atMs },
  ]),
  'two deltas that are swapped': exchanged((first, second) => [
    withPart(first.event, first.part, second.part),
    withPart(second.event, second.part, first.part),
  ]),
  'two topics that are swapped': instead(
    ({ event, part }) => {
      const other = event.message.deltas?.find((each) => each[0] !== part[0])
      if (other === undefined) return null
      const [a, b] = [part[0], other[0]]
      const deltas = (event.message.deltas ?? []).map(([ref, ...rest]): DeltaPart => [
        ref === a ? b : ref === b ? a : ref,
        ...rest,
      ])
      return [withFrame(event, { deltas })]
    },
    ({ event }) => (event.message.deltas?.length ?? 0) > 1,
  ),
  'a frame that is applied twice': instead(({ event }) => [event, event]),
  'a delta that is applied twice in one frame': instead(({ event, part }) => [
    withFrame(event, { deltas: [...(event.message.deltas ?? []), part] }),
  ]),
  'a delta that comes again under its older offset': exchanged((first, second) => [
    first.event,
    withFrame(second.event, { deltas: [...(second.event.message.deltas ?? []), first.part] }),
  ]),
  'an offset that is one too high': instead(
    ({ event, part }) => [withPart(event, part, [part[0], part[1] + 1, part[2]])],
    hasSiblings,
  ),
  'an offset that is one too low': instead(
    ({ event, part }) => [withPart(event, part, [part[0], part[1] - 1, part[2]])],
    hasSiblings,
  ),
  'offsets beyond the end of the log': instead(({ event }) => [
    withFrame(event, {
      deltas: (event.message.deltas ?? []).map(([ref, offset, changes]): DeltaPart => [ref, offset + 1e9, changes]),
    }),
  ]),
  'a value that is another': instead(({ event, part }) => {
    const items = itemsOf(part).map((item, i) => (i === 0 ? item.with(2, '666') : item))
    return [withPart(event, part, changed(part, { items }))]
  }),
  'a trade that is counted twice': (run) => {
    const spot = middle(run, ({ event }) => (event.message.deltas ?? []).some(([, , changes]) => 'trades' in changes))
    const part = spot?.event.message.deltas?.find(([, , changes]) => 'trades' in changes)
    if (spot === null || part === undefined) return null
    const event = withPart(spot.event, part, changed(part, { trades: Number(part[2]['trades']) + 1 }))
    return replaced(run, spot.client, (events) => events.with(spot.at, event))
  },
  'a lost item too many': instead(({ event, part }) => [
    withPart(event, part, changed(part, { lost: Number(part[2]['lost'] ?? 0) + 1 })),
  ]),
  'a frame that goes to another client as well': (run) => {
    const spot = middle(run)
    const other = spot === null ? undefined : otherClient(run, spot.client)
    const at = other?.events.findLastIndex(
      (event) => event.kind === 'received' && event.atMs <= (spot?.event.atMs ?? 0),
    )
    const near = at === undefined ? undefined : other?.events[at]
    if (spot === null || other === undefined || at === undefined || near === undefined) return null
    // Its tape, whose refs it takes along; it has another number than the frames before it.
    const stray = {
      ...withFrame(spot.event, { n: 1e9, deltas: [[77_777, spot.part[1], spot.part[2]]] }),
      connection: near.connection,
    }
    return replaced(run, run.histories.indexOf(other), (events) => events.toSpliced(at + 1, 0, stray))
  },
  'a topic that may not be read': (run) => {
    const client = run.histories.findIndex(({ forbidden }) => forbidden.length > 0)
    const history = run.histories[client]
    const [topic] = history?.forbidden ?? []
    const at =
      history?.events.findIndex((event) => event.kind === 'received' && event.message.type === 'subscribed') ?? -1
    const event = history?.events[at]
    if (topic === undefined || event?.kind !== 'received' || event.message.type !== 'subscribed') return null
    const topics = [...event.message.topics, { topic, ref: 88_888, hz: 10, start: 'snapshot' } as const]
    const served: HistoryEvent = { ...event, message: { ...event.message, topics } }
    return replaced(run, client, (events) => events.with(at, served))
  },
  'a snapshot that is older than it says': onSnapshot((part) => ({
    ...part,
    state: { ...part.state, last: '666' } as never,
  })),
  'a snapshot under the epoch of another partition': (run) => {
    const epochs = new Set(
      run.histories.flatMap(({ events }) =>
        events.flatMap((event) => (isFrame(event) ? (event.message.snapshots ?? []).map(({ epoch }) => epoch) : [])),
      ),
    )
    return onSnapshot((part) => ({
      ...part,
      epoch: [...epochs].find((epoch) => epoch !== part.epoch && epoch !== '') ?? '',
    }))(run)
  },
  'a client that is left behind': (run) => {
    const last = spots(run).at(-1)
    if (last === undefined) return null
    return replaced(run, last.client, (events) => events.filter((event, at) => at < last.at || !isFrame(event)))
  },
  'a client that is told late': (run) => {
    const [disturbance] = run.disturbances
    if (disturbance === undefined) return null
    const { endedMs, freshWithinMs } = disturbance
    const late = (event: HistoryEvent): HistoryEvent =>
      event.atMs < endedMs ? event : { ...event, atMs: event.atMs + 2 * freshWithinMs }
    return replaced(run, 0, (events) => events.map(late))
  },
  'a client that shows something else': (run) => ({
    ...run,
    histories: run.histories.map((history) => {
      const [topic] = history.topics
      return topic === undefined ? history : { ...history, shown: [{ topic, epoch: 'other', offset: 0, state: {} }] }
    }),
  }),
}
