import { clearTimeout, setTimeout } from 'k6/timers'
import { WebSocket } from 'k6/websockets'
import { readBinaryFrameHead } from '../../protocol/dist/binary/binary-frame-head.js'
import { readTextHead } from './text-head.ts'
import type { ClientMessage, ServerMessage } from '../../protocol/src/message.ts'
import { FrameCheck } from './frame-check.ts'
import { heldPositions } from './held-positions.ts'
import { heldStates, type Quote } from './held-states.ts'
import { HeldTopics } from './held-topics.ts'
import {
  backLateMs,
  backMs,
  brokenFrames,
  degraded,
  liveSockets,
  lostSockets,
  resumed,
  returnedSockets,
  sessions,
  timeToSnapshotMs,
} from './measures.ts'
import { say } from './say.ts'
import { countFrame } from './tally.ts'

export interface WatcherOptions {
  readonly url: string
  readonly topics: readonly string[]
  readonly maxHz: number
  /** Default JSON. A binary client reads heads alone: it neither decodes nor comes back with positions. */
  readonly codec?: 'json' | 'binary'
  /** Parses every frame whole, and so can be compared with `/snapshot`. */
  readonly decodes: boolean
  /**
   * Whether it comes back when its connection ends, as a link does. One that neither does nor decodes has its topics for good, and keeps nothing of
   * them once it is live: what thousands keep is what k6's collector of garbage has to go through.
   */
  readonly returns?: boolean
  readonly token?: string
  /** Takes the tick age of a frame of a shared stream, ms, and when it came by this machine's clock. */
  readonly tellAge: (ageMs: number, nowMs: number) => void
  /** How far the server's clock is ahead, ms. */
  readonly clockOffsetMs: number
}

/** As docs/protocol.md has it (LNK1). */
const FIRST_RECONNECT_MS = 500
const MAX_RECONNECT_MS = 30_000
/**
 * The age of one frame in four is taken, by the clock of its arrival two to six after the one before, so that it is not always the same clients': k6
 * takes 5 µs for each sample of a metric.
 */
const LEAST_FRAMES_TO_AGE = 2
let framesToNextAge = 0

/** Of so many lost sockets each engine tells why: one is looked into, thousands have the same reason. */
const MOST_LOST_TOLD = 3
let lostTold = 0

const broken = (): void => {
  brokenFrames.add(1)
}

/** `readyState` of a socket that is open. */
const OPEN = 1
/** `heartbeatLost`: what a link says to a server of which it has heard nothing. */
const CUT = 4000

/** What each frame of a connection is received by. Plain fields: k6's engine takes half a microsecond for a private one. */
interface Line {
  readonly socket: WebSocket
  readonly check: FrameCheck
  /** The last frame that was acknowledged. */
  ackedN: number
  /** The client is done with it, whatever may still come. */
  isOver: boolean
  /** Something that was subscribed to is yet to begin. */
  isWaiting: boolean
}

/** One client: subscribes to its topics, checks and acknowledges what comes, and comes back when it is told to. */
export class Watcher {
  readonly #options: WatcherOptions
  /** Null for a client that keeps positions alone. */
  readonly #states: HeldTopics<Quote> | null
  readonly #held: Omit<HeldTopics<Quote>, 'kept'>
  #topics: readonly string[]
  #line: Line | null = null
  #phase: 'closed' | 'connecting' | 'waiting' | 'live' | 'waitingToReturn' | 'left' = 'closed'
  #server = ''
  #wasLive = false
  #subscribedAtMs = 0
  /** When the last connection ended; 0 while it had none. */
  #endedAtMs = 0
  /** What the server asked for when it announced the end; null when it announced none. 0 is an answer too. */
  #retryAfterMs: number | null = null
  #failed = 0
  #requests = 0
  #return: ReturnType<typeof setTimeout> | null = null

  constructor(options: WatcherOptions) {
    this.#options = options
    this.#topics = options.topics
    this.#states = options.decodes ? new HeldTopics(heldStates, broken) : null
    this.#held = this.#states ?? new HeldTopics(heldPositions, broken)
  }

  get isLive(): boolean {
    return this.#phase === 'live'
  }
  /** The name of the gateway it is connected to; empty before its first `hello`. */
  get server(): string {
    return this.#server
  }
  /** What it holds, by topic; null when it does not decode. */
  get states(): ReadonlyMap<string, Quote> | null {
    return this.#states?.kept ?? null
  }
  /** Within this every topic has had its turn in its frames, ms. */
  get turnMs(): number {
    return this.#held.turnMs
  }
  get topics(): readonly string[] {
    return this.#topics
  }
  /** The server's clock in the newest frame, ms. */
  get lastTs(): number {
    return this.#line?.check.lastTs ?? 0
  }

  open(): void {
    const { codec = 'json', token, url, decodes, tellAge, clockOffsetMs } = this.#options
    const headers: Record<string, string> = { 'Sec-WebSocket-Protocol': `tickwall.v1.${codec}` }
    if (token !== undefined) headers['Authorization'] = `Bearer ${token}`
    const socket = new WebSocket(url, null, { headers })
    socket.binaryType = 'arraybuffer' as typeof socket.binaryType
    this.#done()
    const check = new FrameCheck()
    const line: Line = { socket, check, ackedN: 0, isOver: false, isWaiting: false }
    this.#line = line
    this.#phase = 'connecting'
    const held = this.#held
    // Runs for each frame of thousands of clients on a slow engine: what it needs is at hand.
    socket.onmessage = (event) => {
      if (line.isOver) return
      const nowMs = Date.now()
      const data = event?.data as string | ArrayBuffer
      const isText = typeof data === 'string'
      const head = isText ? readTextHead(data) : readBinaryFrameHead(new Uint8Array(data))
      if (head === null) {
        this.#heardOther(data)
        return
      }
      countFrame(isText ? data.length : data.byteLength)
      check.take(head)
      if (head.prev !== null && --framesToNextAge <= 0) {
        framesToNextAge = LEAST_FRAMES_TO_AGE + (nowMs % 5)
        const ageMs = nowMs + clockOffsetMs - head.at
        tellAge(ageMs > 0 ? ageMs : 0, nowMs)
      }
      if (!decodes && !line.isWaiting) return
      if (isText) held.take(data)
      // What a binary frame holds is not read here; its first one is its beginning.
      if (line.isWaiting && (!isText || held.hasBegun)) this.#isLiveNow(nowMs)
    }
    // `onclose` follows; without a listener k6 would log each.
    let fault = 'closed by the server'
    socket.onerror = (event) => {
      fault = event?.error ?? fault
    }
    socket.onclose = () => {
      if (!line.isOver) this.#ended(fault)
    }
  }

  /** Its connection ends now, as far as the server knows because it wants to; it comes back with its positions, or as somebody new. */
  cut(forgets = false): void {
    if (this.#phase !== 'waiting' && this.#phase !== 'live') return
    if (forgets) this.#held.drop(this.#topics)
    this.#done()?.close(CUT)
    this.#ended(null)
  }

  leave(): void {
    this.#phase = 'left'
    if (this.#return !== null) clearTimeout(this.#return)
    this.#done()?.close(1000)
  }

  /**
   * Tells the server what has arrived, if anything has since the last time. Also while a topic is yet to begin: a server that believes its client to be
   * behind sends nothing new before it is told otherwise.
   */
  ack(): void {
    const line = this.#line
    if (line === null || line.check.lastN === line.ackedN) return
    line.ackedN = line.check.lastN
    // By hand: each client says it once a second.
    this.#sendText(`{"type":"ack","n":${line.ackedN}}`)
  }

  subscribe(topics: readonly string[]): void {
    if (this.#phase !== 'live') return
    const more = topics.filter((topic) => !this.#topics.includes(topic))
    if (more.length === 0) return
    this.#topics = [...this.#topics, ...more]
    this.#subscribe(more)
  }

  unsubscribe(topics: readonly string[]): void {
    if (this.#phase !== 'live') return
    this.#topics = this.#topics.filter((topic) => !topics.includes(topic))
    this.#send({ type: 'unsubscribe', id: ++this.#requests, topics })
  }

  rate(maxHz: number): void {
    if (this.#phase !== 'live') return
    this.#send({ type: 'rate', id: ++this.#requests, topics: this.#topics, maxHz })
  }

  #subscribe(topics: readonly string[]): void {
    const { maxHz } = this.#options
    const resume = this.#held.positions(topics)
    const hasPositions = Object.keys(resume).length > 0
    this.#subscribedAtMs = Date.now()
    this.#phase = 'waiting'
    if (this.#line !== null) this.#line.isWaiting = true
    this.#held.asked()
    this.#send({ type: 'subscribe', id: ++this.#requests, topics, maxHz, ...(hasPositions ? { resume } : {}) })
  }

  #send(message: ClientMessage): void {
    this.#sendText(JSON.stringify(message))
  }

  #sendText(text: string): void {
    // One that is being closed throws.
    const socket = this.#line?.socket
    if (socket?.readyState === OPEN) socket.send(text)
  }

  /** What is no frame. */
  #heardOther(data: string | ArrayBuffer): void {
    if (typeof data === 'string') this.#control(JSON.parse(data) as ServerMessage)
    else brokenFrames.add(1)
  }

  #isLiveNow(nowMs: number): void {
    const { decodes, returns } = this.#options
    this.#phase = 'live'
    if (this.#line !== null) this.#line.isWaiting = false
    if (!decodes && returns !== true) this.#held.forget()
    if (!this.#wasLive) {
      liveSockets.add(1)
      timeToSnapshotMs.add(nowMs - this.#subscribedAtMs)
    } else if (this.#endedAtMs > 0) {
      returnedSockets.add(1)
      backMs.add(nowMs - this.#endedAtMs)
      if (this.#retryAfterMs !== null) backLateMs.add(Math.max(0, nowMs - this.#endedAtMs - this.#retryAfterMs))
    }
    this.#wasLive = true
    this.#endedAtMs = 0
    this.#retryAfterMs = null
    this.#failed = 0
  }

  #control(message: ServerMessage): void {
    switch (message.type) {
      case 'hello':
        sessions.add(1, { server: message.server })
        this.#server = message.server
        this.#held.reconnected()
        this.#subscribe(this.#topics)
        return
      case 'subscribed':
        this.#held.granted(message.topics)
        if (message.rejected.length > 0) brokenFrames.add(message.rejected.length)
        if (this.#endedAtMs > 0) for (const { start } of message.topics) resumed[start].add(1)
        return
      case 'rated':
        this.#held.rated(message.topics)
        return
      case 'unsubscribed':
        this.#held.drop(message.topics)
        return
      case 'closing':
        this.#retryAfterMs = message.retryAfterMs
        return
      case 'notice':
        if (message.reason !== 'degraded') return
        degraded.add(1)
        if (message.hz !== undefined) this.#held.slowed(message.topics, message.hz)
        return
      case 'error':
        brokenFrames.add(1)
        return
      default:
    }
  }

  /** Nothing more of the present connection is heard. Returns its socket. */
  #done(): WebSocket | null {
    const line = this.#line
    if (line !== null) line.isOver = true
    this.#line = null
    return line?.socket ?? null
  }

  /** The connection is gone, for a reason; null when this side ended it. */
  #ended(reason: string | null): void {
    if (this.#phase === 'left' || this.#phase === 'waitingToReturn') return
    if (reason !== null && this.#retryAfterMs === null) {
      lostSockets.add(1)
      if (lostTold++ < MOST_LOST_TOLD) say(`lost while ${this.#phase} at ${this.#server || 'no server yet'}: ${reason}`)
    }
    if (this.#endedAtMs === 0) this.#endedAtMs = Date.now()
    this.#phase = 'waitingToReturn'
    if (this.#options.returns !== true) return
    const boundMs = Math.min(MAX_RECONNECT_MS, FIRST_RECONNECT_MS * 2 ** this.#failed)
    const waitedMs = Date.now() - this.#endedAtMs
    const delayMs = Math.max((this.#retryAfterMs ?? 0) - waitedMs, Math.random() * boundMs)
    this.#failed += 1
    this.#return = setTimeout(() => {
      this.open()
    }, delayMs)
  }
}
