import type { ClientMessage, RequestId, ServerMessage } from '@tickwall/protocol'
import type { Clock } from './clock.js'
import { closedError, RequestError, timeoutError } from './request-error.js'

/** What a request is answered with, by the type of the request. */
interface AnswerTypes {
  readonly subscribe: 'subscribed'
  readonly unsubscribe: 'unsubscribed'
  readonly rate: 'rated'
  readonly ping: 'pong'
  readonly auth: 'authenticated'
}
export type RequestType = keyof AnswerTypes
export type Answer<Type extends RequestType> = Extract<ServerMessage, { type: AnswerTypes[Type] }>
/** A request as its author writes it: its id is given here. */
export type RequestBody<Type extends RequestType = RequestType> = Type extends RequestType
  ? Omit<Extract<ClientMessage, { type: Type }>, 'id'>
  : never

const ANSWERS: AnswerTypes = {
  subscribe: 'subscribed',
  unsubscribe: 'unsubscribed',
  rate: 'rated',
  ping: 'pong',
  auth: 'authenticated',
}

interface Pending {
  readonly answerType: ServerMessage['type']
  readonly settle: (answer: ServerMessage) => void
  readonly fail: (error: RequestError) => void
  readonly cancelTimeout: () => void
}

/** Requests under way on one connection: each gets its answer, an error, a timeout, or `closed`. */
export class Requests {
  readonly #clock: Clock
  readonly #timeoutMs: number
  readonly #pending = new Map<RequestId, Pending>()
  #lastId = 0

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock
    this.#timeoutMs = timeoutMs
  }

  get size(): number {
    return this.#pending.size
  }

  /**
   * Sends the request under a new id. One of the two is called once, within the dispatch of the answer: what follows an answer on
   * the wire may rely on it, which a promise would not allow.
   */
  ask<Type extends RequestType>(
    body: RequestBody<Type>,
    send: (message: ClientMessage) => void,
    onAnswer: (answer: Answer<Type>) => void,
    onFailure: (error: RequestError) => void,
  ): void {
    const id = ++this.#lastId
    const cancelTimeout = this.#clock.after(this.#timeoutMs, () => {
      this.#pending.delete(id)
      onFailure(timeoutError())
    })
    this.#pending.set(id, {
      answerType: ANSWERS[body.type as RequestType],
      // Its type was compared with `answerType` before.
      settle: (answer) => {
        onAnswer(answer as Answer<Type>)
      },
      fail: onFailure,
      cancelTimeout,
    })
    send({ ...body, id } as ClientMessage)
  }

  /** Hands an answer to its request; false for one that nobody waits for, or of the wrong type. */
  answer(message: ServerMessage): boolean {
    if (!('id' in message) || message.id === undefined) return false
    const pending = this.#pending.get(message.id)
    if (pending === undefined) return false
    if (message.type !== 'error' && message.type !== pending.answerType) return false
    this.#pending.delete(message.id)
    pending.cancelTimeout()
    if (message.type === 'error') pending.fail(new RequestError(message.code, message.message, message.retryable))
    else pending.settle(message)
    return true
  }

  /** The connection ended: nobody will answer. */
  closeAll(): void {
    const pending = [...this.#pending.values()]
    this.#pending.clear()
    for (const request of pending) {
      request.cancelTimeout()
      request.fail(closedError())
    }
  }
}
