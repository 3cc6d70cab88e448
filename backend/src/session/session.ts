import {
  CLOSE_CODES,
  ERROR_CODES,
  grantRate,
  RATE_LADDER,
  type CloseReason,
  type ControlMessage,
  type ReceivedMessage,
  type ReceivedSubscribe,
  type RequestId,
} from '@tickwall/protocol'
import { OPEN_ACCESS, type Access, type TokenFault } from '../guard/access.js'
import { TokenBucket } from '../guard/token-bucket.js'
import type { PartitionId } from '../ingest/source.js'
import { beginSpan } from '../observe/trace.js'
import type { ControlChannel } from './control-channel.js'
import { Delivery } from './delivery.js'
import { Holdings } from './holdings.js'
import { Inbox } from './inbox.js'
import { permittedRate } from './permitted-rate.js'
import { sessionVerdict, type SessionState } from './session-verdict.js'
import type { RequestContext } from './session-context.js'
import type { Requester } from './requests.js'
import { refusal, type Refusal } from './refusal.js'
import { planSubscribe, type SubscribePlan } from './subscribe-plan.js'
import { subscribedText } from './subscribed-text.js'
import type { Slot } from './slot.js'
import { Slowdown } from './slowdown.js'
import { TokenWatch } from './token-watch.js'
import type { Transport } from './transport.js'

/** An answer may be this many times as long as its request: of each short bad name of a `subscribe` it says why. */
const ANSWER_PER_REQUEST = 32

/** The control half of one connection: decodes, answers in order, judges; data goes through its `Delivery`. */
export class Session implements Requester, ControlChannel {
  readonly id: string
  readonly #context: RequestContext
  readonly #transport: Transport
  readonly #holdings: Holdings
  readonly #delivery: Delivery
  readonly #slowdown: Slowdown
  /** Null where no tokens are asked for: then its access is everybody's, and never ends. */
  readonly #token: TokenWatch | null
  readonly #inbox: Inbox
  /** Null until its first error. */
  #errors: TokenBucket | null = null
  /** `waiting`: the one before has not been answered yet. */
  #work: 'ready' | 'waiting' = 'ready'
  #state: SessionState
  #lastHeardMs: number
  #lastSentMs: number

  constructor(id: string, transport: Transport, context: RequestContext, access: Access) {
    const { clock, limits, observer, identity, log } = context
    const nowMs = clock.monotonicMs()
    this.id = id
    this.#context = context
    this.#transport = transport
    this.#inbox = new Inbox(limits.messagesPerSecond, context.guard, nowMs)
    this.#state = { state: 'greeting', openedAtMs: nowMs }
    this.#lastHeardMs = this.#lastSentMs = nowMs
    this.#holdings = new Holdings(context)
    this.#delivery = new Delivery(context, transport, this.#holdings.topics, this)
    this.#slowdown = new Slowdown(context, this.#holdings, this.#delivery, this)
    const isOpenToAll = access === OPEN_ACCESS && context.guard.readToken === null
    this.#token = isOpenToAll ? null : new TokenWatch(context, access, this)
    observer.opened()
    this.tell({
      type: 'hello',
      ts: clock.nowMs(),
      version: 1,
      ...identity,
      session: id,
      heartbeatMs: limits.heartbeatMs,
      windowMs: limits.windowMs,
      rates: [...RATE_LADDER, 'raw'],
      source: log.state,
      limits: {
        topics: limits.topics,
        messageBytes: limits.messageBytes,
        messagesPerSecond: limits.messagesPerSecond,
      },
    })
  }

  /** What it was given so far. */
  get life(): Delivery['life'] {
    return this.#delivery.life
  }

  /** Bytes handed to its socket and not taken by the kernel. */
  get unsentBytes(): number {
    return this.#transport.unsentBytes
  }

  get slot(): Slot {
    return this.#context.slot
  }

  /** Takes one text message. Answers come in the order of the messages, also where one has to wait for the log. */
  receive(text: string): void {
    this.#context.punctual.runDue()
    if (!this.heard()) return
    const nowMs = this.#active()
    const { limits, guard } = this.#context
    // A transport lets nothing longer through, unless the limit is only watched.
    if (text.length > limits.messageBytes) guard.reached('messageBytes')
    const told = this.#inbox.take(text, nowMs)
    if (told === null) {
      if (this.#work === 'ready') this.#context.requests.add(this)
    } else if (told.type === 'refusal') this.#refuse(told)
    else this.#acked(told.n)
  }

  /** A binary message is answered, not understood. */
  receiveBinary(): void {
    if (!this.heard()) return
    const nowMs = this.#active()
    this.#refuse(this.#inbox.takeBinary(nowMs))
  }

  /**
   * Any sign of life counts, a pong too; false when the session has ended. What answers a peer is not conflated: one that goes
   * on asking and does not read is sent away, or its answers would fill the process (INV6).
   */
  heard(): boolean {
    if (this.#state.state === 'closing') return false
    const { clock, limits } = this.#context
    this.#lastHeardMs = clock.monotonicMs()
    if (this.#transport.unsentBytes <= limits.unsentBytes + ANSWER_PER_REQUEST * limits.messageBytes) return true
    this.end('slowConsumer')
    return false
  }

  /** Sends a control message; a session that is closing is silent. */
  tell(message: ControlMessage): void {
    if (this.#state.state === 'closing') return
    this.#say(JSON.stringify(message))
  }

  /** Called once a second: judges the session, and keeps a silent line warm. */
  sweep(): void {
    const { limits, log, clock, guard } = this.#context
    const nowMs = clock.monotonicMs()
    const reason = sessionVerdict(
      { state: this.#state, lastHeardMs: this.#lastHeardMs, oldestUnackedMs: this.#delivery.window.oldestMs },
      nowMs,
      limits,
    )
    if (reason === 'handshakeTimeout' && !guard.reached('firstMessage')) this.#active()
    else if (reason !== null) {
      this.end(reason)
      return
    }
    const tokenReason = this.#token?.look() ?? null
    if (tokenReason !== null) {
      this.announceClose(tokenReason, 0)
      this.end(tokenReason)
      return
    }
    if (!this.#slowdown.look(nowMs)) {
      this.end('slowConsumer')
      return
    }
    if (nowMs - Math.max(this.#lastSentMs, this.#delivery.lastWriteMs) >= limits.heartbeatMs)
      this.tell({ type: 'heartbeat', ts: clock.nowMs(), source: log.state })
    // Two more chances before the bound: one lost pong does not end a session.
    if (nowMs - this.#lastHeardMs >= limits.silenceMs / 3) this.#transport.ping()
  }

  /** Announces a planned close; the session goes on until `end`. */
  announceClose(reason: CloseReason, retryAfterMs: number): void {
    const { code } = CLOSE_CODES[reason]
    this.tell({ type: 'closing', ts: this.#context.clock.nowMs(), code, reason, retryAfterMs })
  }

  /** Ends the session with the code of `reason`. Idempotent. */
  end(reason: CloseReason): void {
    if (this.#state.state === 'closing') return
    this.#context.observer.ending(reason)
    this.#close()
    this.#transport.close(reason)
  }

  /** The socket is gone; releases every lane and handle. Idempotent. */
  closed(code: number): void {
    this.#close()
    this.#context.observer.closed(code)
  }

  /** A partition was folded anew. */
  voided(partition: PartitionId): void {
    this.#delivery.voided(partition)
  }

  /** What it may read, and how fast. */
  get #access(): Access {
    return this.#token?.access ?? OPEN_ACCESS
  }

  /** Sends the text of a control message. */
  #say(text: string): void {
    this.#lastSentMs = this.#context.clock.monotonicMs()
    this.#transport.send(text)
  }

  #close(): void {
    if (this.#state.state === 'closing') return
    this.#state = { state: 'closing' }
    this.#inbox.clear()
    this.#context.requests.drop(this)
    this.#delivery.release()
    this.#holdings.clear()
  }

  /** The time of a message that was just heard. */
  #active(): number {
    if (this.#state.state === 'greeting') this.#state = { state: 'active' }
    return this.#lastHeardMs
  }

  /** Answers with an error; who makes too many of them is sent away, with the reason for the last. */
  #refuse({ code, id, message }: Refusal): void {
    const nowMs = this.#context.clock.monotonicMs()
    this.#context.observer.errorSent(code)
    const { retryable } = ERROR_CODES[code]
    const ts = this.#context.clock.nowMs()
    this.tell({ type: 'error', ...(id === undefined ? {} : { id }), ts, code, message, retryable })
    this.#errors ??= new TokenBucket(1, this.#context.limits.errors, nowMs)
    if (!this.#errors.take(nowMs) && this.#context.guard.reached('errors'))
      this.end(code === 'rateLimited' ? 'rateAbuse' : 'tooManyErrors')
  }

  #acked(n: number): void {
    if (!this.#delivery.window.acked(n)) this.#refuse(refusal('badRequest'))
  }

  /** Serial: a message is begun when the one before it has been answered. */
  answer(): boolean {
    const message = this.#inbox.next()
    if (message === null) return false
    // A crowd that comes back at once gets answer and content in one write each: that is half of what a resume costs.
    this.#transport.gather()
    const pending = this.#handle(message)
    if (pending === undefined) return !this.#inbox.isEmpty
    this.#work = 'waiting'
    const goOn = (): void => {
      this.#work = 'ready'
      if (!this.#inbox.isEmpty) this.#context.requests.add(this)
    }
    pending.then(goOn, () => {
      this.#refuse(refusal('internal', (message as { id?: RequestId }).id))
      goOn()
    })
    return false
  }

  handOver(): void {
    this.#transport.handOver()
  }

  #handle(message: ReceivedMessage | Refusal): Promise<void> | undefined {
    const ts = this.#context.clock.nowMs()
    switch (message.type) {
      case 'refusal':
        this.#refuse(message)
        return undefined
      case 'subscribe': {
        if (this.#token?.isEnded === true) {
          this.#refuse(refusal('tokenExpired', message.id))
          return undefined
        }
        const ended = beginSpan('subscribe', { topics: message.topics.length })
        const plan = planSubscribe(message, this.#holdings.topics, this.#context, this.#access)
        if (plan instanceof Promise)
          return plan.then(
            (ready) => {
              this.#transport.gather()
              this.#subscribe(message, ready)
              this.#transport.handOver()
              ended()
            },
            (err: unknown) => {
              ended('internal')
              throw err
            },
          )
        this.#subscribe(message, plan)
        ended()
        return undefined
      }
      case 'unsubscribe':
        this.#delivery.settle()
        if (this.#holdings.remove(message.topics)) this.#delivery.regroup()
        this.tell({ type: 'unsubscribed', id: message.id, ts, topics: [...new Set(message.topics)] })
        return undefined
      case 'rate': {
        this.#delivery.settle()
        const hz = permittedRate(grantRate(message.maxHz), this.#access)
        const { topics, hasMoved } = this.#holdings.setRate(message.topics, hz)
        if (hasMoved) this.#delivery.regroup()
        this.tell({ type: 'rated', id: message.id, ts, topics: topics.map((topic) => ({ topic, hz })) })
        this.#slowdown.tellAgain()
        return undefined
      }
      case 'ping':
        this.tell({ type: 'pong', id: message.id, ts })
        return undefined
      case 'auth':
        return this.#authenticate(message.id, message.token)
      case 'ack':
        this.#acked(message.n)
        return undefined
    }
  }

  #authenticate(id: RequestId, token: string): Promise<void> | undefined {
    const { guard, clock } = this.#context
    if (guard.readToken !== null) return guard.readToken(token).then((judged) => this.#authenticated(id, judged))
    // Without authentication every token is as good as none, and none expires.
    this.tell({ type: 'authenticated', id, ts: clock.nowMs(), expiresAt: null })
    return undefined
  }

  /** A token that cannot be renewed by this one stays in force until it ends; with what is no token of its user the session ends. */
  #authenticated(id: RequestId, judged: Access | TokenFault): void {
    if (this.#state.state === 'closing') return
    if (judged === 'tokenExpired') this.#refuse(refusal('tokenExpired', id))
    else if (judged === 'keysUnavailable') this.#refuse(refusal('notReady', id))
    else if (typeof judged === 'string') this.end(judged)
    else if (judged.user !== this.#access.user) this.end('forbidden')
    else if (judged.isDelayed !== this.#access.isDelayed) {
      // It is served by another market: what it stands at here is nowhere there.
      this.announceClose('rebalance', 0)
      this.end('rebalance')
    } else this.#renew(id, judged)
  }

  #renew(id: RequestId, access: Access): void {
    const ts = this.#context.clock.nowMs()
    this.#token?.renew(access)
    this.#delivery.settle()
    const { taken, slowed } = this.#holdings.restrict(access)
    const { text: message } = ERROR_CODES.forbiddenTopic
    const rejected = taken.map((topic) => ({ topic, code: 'forbiddenTopic' as const, message }))
    this.tell({
      ...{ type: 'authenticated', id, ts, expiresAt: access.expiresAtMs },
      ...(rejected.length === 0 ? {} : { rejected }),
    })
    this.#slowdown.tellRates(slowed)
    if (taken.length + slowed.length > 0) this.#delivery.regroup()
  }

  #subscribe(message: ReceivedSubscribe, plan: SubscribePlan): void {
    const { slot, clock } = this.#context
    if (this.#state.state === 'closing') {
      for (const { handle } of plan.topics) slot.lanes.store.release(handle)
      return
    }
    this.#delivery.settle()
    this.#holdings.add(plan.topics, plan.rate)
    this.#say(subscribedText(message.id, clock.nowMs(), plan))
    this.#slowdown.tellAgain()
    this.#delivery.regroup()
  }
}
