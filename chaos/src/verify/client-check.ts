import type { DeltaPart, FrameMessage, ServerMessage, SnapshotPart } from '@tickwall/protocol'
import type { ClientHistory, HistoryEvent } from '../history/client-history.js'
import { Connection, type ServedTopic } from './connection.js'
import type { Epochs } from './epochs.js'
import { HeldTopic } from './held-topic.js'
import { stateText } from './state-text.js'
import type { Truth } from './truth.js'
import type { Violation } from './violation.js'

type Of<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>

/** One wrong thing brings others with it. */
const MOST_VIOLATIONS = 25

/** Goes through everything one client was sent, as a client would, and judges each step against the protocol and the log. */
export class ClientCheck {
  readonly violations: Violation[] = []
  /** By name. */
  readonly held = new Map<string, HeldTopic>()
  frames = 0
  /** States that were compared with the fold. */
  compared = 0
  readonly #history: ClientHistory
  readonly #truth: Truth
  readonly #epochs: Epochs
  readonly #connections = new Map<number, Connection>()
  #atMs: number | null = null

  constructor(history: ClientHistory, truth: Truth, epochs: Epochs) {
    this.#history = history
    this.#truth = truth
    this.#epochs = epochs
  }

  run(): void {
    for (const event of this.#history.events) {
      if (this.violations.length >= MOST_VIOLATIONS) return
      this.#atMs = event.atMs
      this.#take(event)
    }
    this.#atMs = null
    for (const topic of this.#history.topics) this.#end(topic)
  }

  #take(event: HistoryEvent): void {
    switch (event.kind) {
      case 'opened':
        this.#connections.set(event.connection, new Connection(event.asked))
        return
      case 'asked':
        this.#connection(event.connection).asked.push(event.asked)
        return
      case 'received':
        this.#received(this.#connection(event.connection), event.message)
        return
      case 'puzzled':
        this.#violate('MSG2', event.what)
    }
  }

  #received(connection: Connection, message: ServerMessage): void {
    switch (message.type) {
      case 'subscribed':
        this.#subscribed(connection, message)
        return
      case 'frame':
        this.#frame(connection, message)
        return
      case 'notice':
        if (message.reason === 'reset' || message.reason === 'gap') this.#voided(connection, message.topics)
        return
      case 'error':
        if (!message.retryable) this.#violate('ERR1', `an error was answered: ${message.code}`)
        return
      case 'hello':
      case 'unsubscribed':
      case 'rated':
      case 'pong':
      case 'heartbeat':
      case 'authenticated':
      case 'closing':
        return
    }
  }

  #subscribed(connection: Connection, { id, topics, rejected }: Of<'subscribed'>): void {
    const request = connection.asked.find((each) => each.id === null || each.id === id)
    if (request === undefined) return this.#violate('MSG5', `subscribed ${String(id)} answers nothing`)
    const { forbidden } = this.#history
    for (const { topic, code } of rejected)
      if (!forbidden.includes(topic) && code !== 'notReady') this.#violate('SUB5', `${topic} is rejected: ${code}`)
    for (const { topic, ref, start } of topics) {
      if (forbidden.includes(topic)) this.#violate('AUT9', `${topic} is served and may not be read`)
      if (!request.topics.includes(topic)) this.#violate('SUB1', `${topic} was not asked for`)
      const { received } = this.#heldOf(topic)
      const position = request.resume?.[topic] ?? null
      const isCrossed =
        start === 'resume' && position !== null && (position[0] !== received.epoch || position[1] > received.offset)
      connection.byRef.set(ref, {
        name: topic,
        awaits: isCrossed ? 'answer' : start === 'resume' ? 'delta' : 'snapshot',
        base: start === 'resume' ? (position?.[1] ?? null) : null,
        hasPosition: request.resume === null || position !== null,
      })
    }
  }

  #voided(connection: Connection, topics: readonly string[] | undefined): void {
    for (const served of connection.byRef.values())
      if (topics === undefined || topics.includes(served.name)) served.awaits = 'snapshot'
  }

  #frame(connection: Connection, frame: FrameMessage): void {
    const { n, prev, snapshots = [], deltas = [] } = frame
    const last = connection.n
    this.frames++
    if (last !== null && n <= last) this.#violate('FRM2', `frame ${String(n)} comes after ${String(last)}`)
    // The gap that a client can see: one that it is not told of [LNK3].
    if (prev !== undefined && (last === null || prev > last))
      this.#violate('FRM3', `frame ${String(n)} follows ${String(prev)}, where ${String(last)} was received`)
    connection.n = n
    for (const part of snapshots) this.#snapshot(connection, part)
    for (const part of deltas) this.#delta(connection, part)
    if (prev !== undefined) this.#oneFlush(connection, deltas)
  }

  #snapshot(connection: Connection, part: SnapshotPart): void {
    const served = this.#served(connection, part.ref)
    if (served === null) return
    const held = this.#heldOf(served.name)
    const { received } = held
    if (served.awaits !== 'snapshot' && served.awaits !== 'answer' && received.epoch !== '' && !held.isBroken)
      this.#violate('POS7', `${served.name} gets a snapshot that nothing announced`)
    if (served.hasPosition && part.epoch === received.epoch && part.offset < received.offset)
      this.#violate('POS5', `${served.name} goes back from ${String(received.offset)} to ${String(part.offset)}`)
    received.applySnapshot(part)
    if (served.awaits !== 'answer') served.awaits = null
    served.base = null
    held.isBroken = false
    this.#moved(connection, held)
  }

  #delta(connection: Connection, [ref, offset, changes]: DeltaPart): void {
    const served = this.#served(connection, ref)
    if (served === null || served.awaits === 'answer') return
    const held = this.#heldOf(served.name)
    const { received } = held
    if (held.isBroken) return
    if (served.awaits === 'snapshot')
      return this.#break(held, 'POS7', `${served.name} gets a delta where a snapshot was announced`)
    const base = served.base ?? connection.offsets.get(served.name)?.offset ?? received.offset
    served.awaits = served.base = null
    if (offset < base)
      return this.#break(held, 'POS1', `${served.name} goes back from ${String(base)} to ${String(offset)}`)
    if (received.kind === 'trades') this.#checkLost(held, base, offset, changes)
    connection.offsets.set(served.name, { epoch: received.epoch, offset })
    // One that ends before what is held changes nothing [FRM6].
    if (offset < received.offset) return
    received.applyChanges(offset, changes)
    this.#moved(connection, held)
  }

  /** What is held has changed: it is the fold of the log, or the change was wrong. */
  #moved(connection: Connection, held: HeldTopic): void {
    const { epoch, offset } = held.received
    connection.offsets.set(held.name, { epoch, offset })
    held.moved(this.#atMs ?? 0)
    this.compared++
    const fault = held.fault()
    if (fault !== null) this.#break(held, 'FOLD8', `${held.name}: ${fault}`)
  }

  /** Items and those called lost are all that came after the receiver's position [LST3]. */
  #checkLost(held: HeldTopic, base: number, offset: number, changes: DeltaPart[2]): void {
    const items = Array.isArray(changes['items']) ? changes['items'].length : 0
    const lost = typeof changes['lost'] === 'number' ? changes['lost'] : 0
    const came = held.places.map((place) => this.#truth.tradesBetween(held.name, place, base, offset))
    if (came.length > 0 && !came.includes(items + lost))
      this.#violate(
        'LST3',
        `${held.name} from ${String(base)} to ${String(offset)}: ${String(items)} items and ${String(lost)} lost where ${came.join(' or ')} came`,
      )
  }

  /** A flush reads one position per partition and uses it for all its segments [CFL5]. */
  #oneFlush(connection: Connection, deltas: readonly DeltaPart[]): void {
    const offsets = new Map<string, { readonly name: string; readonly offset: number }>()
    for (const [ref, offset] of deltas) {
      const name = connection.byRef.get(ref)?.name
      if (name === undefined) continue
      const { epoch } = this.#heldOf(name).received
      const other = offsets.get(epoch)
      if (other === undefined) offsets.set(epoch, { name, offset })
      else if (other.offset !== offset)
        this.#violate(
          'CFL5',
          `${name} stands at ${String(offset)} where ${other.name} stands at ${String(other.offset)}`,
        )
    }
  }

  /** Nothing is on the way any more. */
  #end(topic: string): void {
    const held = this.#heldOf(topic)
    const { epoch, offset, state } = held.received
    if (!held.isBroken && !held.isAtEnd()) this.#violate('end', `${topic} was left at ["${epoch}", ${String(offset)}]`)
    else if (!held.isBroken && !held.isExact()) this.#violate('end', `${topic} is not what the whole log says`)
    const shown = this.#history.shown.find((each) => each.topic === topic)
    if (shown === undefined) return
    const isSame = shown.epoch === epoch && shown.offset === offset && stateText(shown.state) === stateText(state)
    if (!isSame) this.#violate('shown', `${topic} is shown otherwise than it was sent`)
  }

  #served(connection: Connection, ref: number): ServedTopic | null {
    const served = connection.byRef.get(ref)
    if (served !== undefined) return served
    this.#violate('SUB7', `ref ${String(ref)} is not subscribed`)
    return null
  }

  #heldOf(name: string): HeldTopic {
    let held = this.held.get(name)
    if (held === undefined) this.held.set(name, (held = new HeldTopic(name, this.#truth, this.#epochs)))
    return held
  }

  #connection(number: number): Connection {
    const connection = this.#connections.get(number)
    if (connection === undefined) throw new Error(`connection ${String(number)} was not opened`)
    return connection
  }

  #break(held: HeldTopic, rule: string, what: string): void {
    held.isBroken = true
    this.#violate(rule, what)
  }

  #violate(rule: string, what: string): void {
    this.violations.push({ client: this.#history.name, rule, what, atMs: this.#atMs })
  }
}
