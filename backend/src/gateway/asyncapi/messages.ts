import {
  ERROR_CODES,
  NOTICE_REASONS,
  RATE_LADDER,
  type ClientMessage,
  type ClientMessageType,
  type ServerMessage,
  type ServerMessageType,
} from '@tickwall/protocol'
import * as z from 'zod'

/** Schemas of one direction: each is held to the message of the protocol that it describes. */
type Described<Message extends { readonly type: string }, Type extends string> = {
  readonly [type in Type]: { readonly summary: string; readonly schema: z.ZodType<Extract<Message, { type: type }>> }
}

const ms = z.number().describe('ms since the epoch')
const id = z.union([z.number(), z.string().max(64)]).describe("a request's own name, echoed in its answer")
const rate = z
  .union([z.number().positive(), z.literal('raw')])
  .describe(`Hz, rounded down to ${RATE_LADDER.join(', ')}; or raw`)
const topic = z.string().max(1024)
const topics = z.array(topic).min(1)
const names = z.array(topic)
const offset = z.number().int().min(-1)
const position = z.tuple([z.string().max(64), offset]).describe('[epoch, offset]')
const code = z.enum(Object.keys(ERROR_CODES) as [keyof typeof ERROR_CODES, ...(keyof typeof ERROR_CODES)[]])
const rejected = z.array(z.object({ topic: z.string(), code, message: z.string() }))
const source = z.enum(['live', 'lost', 'catchingUp'])
const state = z.record(z.string(), z.unknown()).describe('state of the topic, by kind')

/** What a client says. Messages are objects; fields that are not known are ignored. */
export const CLIENT_MESSAGES = {
  subscribe: {
    summary: 'Subscribes to topics, where wished from the positions that the client holds',
    schema: z.object({
      type: z.literal('subscribe'),
      id,
      topics,
      maxHz: rate.exactOptional(),
      resume: z.record(topic, position).exactOptional(),
    }),
  },
  unsubscribe: {
    summary: 'Ends subscriptions',
    schema: z.object({ type: z.literal('unsubscribe'), id, topics }),
  },
  rate: {
    summary: 'Changes the rate of subscriptions, without a snapshot',
    schema: z.object({ type: z.literal('rate'), id, topics, maxHz: rate }),
  },
  ping: { summary: 'Asks for a pong', schema: z.object({ type: z.literal('ping'), id }) },
  ack: {
    summary: 'Acknowledges the newest frame that was received',
    schema: z.object({ type: z.literal('ack'), n: z.number().int().min(0) }),
  },
  auth: {
    summary: 'Gives a new token',
    schema: z.object({ type: z.literal('auth'), id, token: z.string() }),
  },
} as const satisfies Described<ClientMessage, ClientMessageType>

/** What a server says, as JSON; in `tickwall.v1.binary` frames are Protocol Buffers with the same fields. */
export const SERVER_MESSAGES = {
  hello: {
    summary: 'The first message of a connection',
    schema: z.object({
      type: z.literal('hello'),
      ts: ms,
      version: z.literal(1),
      server: z.string(),
      build: z.string(),
      session: z.string(),
      heartbeatMs: z.number(),
      windowMs: z.number(),
      rates: z.array(rate),
      source,
      delayMs: z.number().exactOptional(),
      limits: z.object({ topics: z.number(), messageBytes: z.number(), messagesPerSecond: z.number() }),
    }),
  },
  subscribed: {
    summary: 'Answers subscribe: how each topic begins, and which were rejected',
    schema: z.object({
      type: z.literal('subscribed'),
      id,
      ts: ms,
      topics: z.array(
        z.object({ topic, ref: z.number().int(), hz: rate, start: z.enum(['snapshot', 'resume', 'reset']) }),
      ),
      rejected,
    }),
  },
  unsubscribed: {
    summary: 'Answers unsubscribe',
    schema: z.object({ type: z.literal('unsubscribed'), id, ts: ms, topics: names }),
  },
  rated: {
    summary: 'Answers rate: what was granted',
    schema: z.object({ type: z.literal('rated'), id, ts: ms, topics: z.array(z.object({ topic, hz: rate })) }),
  },
  frame: {
    summary: 'States and changes of subscribed topics',
    schema: z.object({
      type: z.literal('frame'),
      n: z.number().int(),
      prev: z.number().int().exactOptional(),
      ts: ms,
      at: ms.describe('when its newest record was published, ms'),
      snapshots: z.array(z.object({ ref: z.number().int(), epoch: z.string(), offset, state })).exactOptional(),
      deltas: z.array(z.tuple([z.number().int(), offset, state]).describe('[ref, offset, changes]')).exactOptional(),
    }),
  },
  pong: { summary: 'Answers ping', schema: z.object({ type: z.literal('pong'), id, ts: ms }) },
  heartbeat: {
    summary: 'Nothing else was said for heartbeatMs',
    schema: z.object({ type: z.literal('heartbeat'), ts: ms, source }),
  },
  authenticated: {
    summary: 'Answers auth',
    schema: z.object({
      type: z.literal('authenticated'),
      id,
      ts: ms,
      expiresAt: ms.nullable(),
      rejected: rejected.exactOptional(),
    }),
  },
  notice: {
    summary: 'Tells something unasked',
    schema: z.object({
      type: z.literal('notice'),
      ts: ms,
      reason: z.enum(NOTICE_REASONS),
      topics: names.exactOptional(),
      hz: rate.exactOptional(),
      expiresAt: ms.exactOptional(),
    }),
  },
  error: {
    summary: 'A request cannot be carried out; the connection stays',
    schema: z.object({
      type: z.literal('error'),
      id: id.exactOptional(),
      ts: ms,
      code,
      message: z.string(),
      retryable: z.boolean(),
    }),
  },
  closing: {
    summary: 'The connection is about to be closed',
    schema: z.object({
      type: z.literal('closing'),
      ts: ms,
      code: z.number().int(),
      reason: z.string(),
      retryAfterMs: z.number(),
    }),
  },
} as const satisfies Described<ServerMessage, ServerMessageType>
