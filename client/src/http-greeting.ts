import { MAX_MESSAGE_BYTES, RATE_LADDER, type HelloMessage, type SourceState } from '@tickwall/protocol'
import { askText } from './ask-text.js'
import { bearer, besideSocket } from './http.js'
import { readRefusal, type Refusal } from './refusal.js'
import { parsed, type StreamWay } from './stream.js'

/** No topic of any gateway: a poll for it says who the server is and what its clock says, and nothing else. */
const NO_TOPIC = '-'
/** Beyond this it is a mistake. */
const MAX_HEARTBEAT_MS = 3_600_000

/** What the server says of itself. */
export interface ServerSign {
  readonly ts: number
  readonly server: string
  readonly heartbeatMs: number | null
  readonly source: SourceState | null
  /** Null where nothing is delayed. */
  readonly delayMs: number | null
}

/** Asks who the server is and for its clock; null when nothing answers in time, or what answers is no gateway. */
export function askServer(
  { http, clock, url, requestTimeoutMs }: StreamWay,
  token: string | null,
  onAnswer: (answer: ServerSign | Refusal | null) => void,
): () => void {
  const target = besideSocket(url, 'poll')
  target.searchParams.set('topics', NO_TOPIC)
  target.searchParams.set('waitMs', '0')
  const request = { method: 'GET', url: target.href, headers: bearer(token), body: null } as const
  return askText(http, request, clock, requestTimeoutMs, (answer) => {
    if (answer !== null && answer.status !== 200) onAnswer(readRefusal(answer))
    else onAnswer(serverSign(fieldsOf(parsed(answer?.text ?? ''))['subscribed']))
  })
}

export const isRefusal = (answer: ServerSign | Refusal): answer is Refusal => 'code' in answer

/** What a `subscribed` without a session tells of the server, because there is no `hello`; null where it does not say who it is. */
export function serverSign(subscribed: unknown): ServerSign | null {
  const { ts, server, heartbeatMs, source, delayMs } = fieldsOf(subscribed)
  if (typeof ts !== 'number' || !Number.isFinite(ts) || typeof server !== 'string') return null
  const isInterval = typeof heartbeatMs === 'number' && heartbeatMs > 0 && heartbeatMs <= MAX_HEARTBEAT_MS
  return {
    ts,
    server,
    heartbeatMs: isInterval ? heartbeatMs : null,
    source: source === 'live' || source === 'lost' || source === 'catchingUp' ? source : null,
    delayMs: typeof delayMs === 'number' && delayMs > 0 ? delayMs : null,
  }
}

/** Asks which build the server runs; empty when it does not say. */
export function askBuild(
  { http, clock, url, requestTimeoutMs }: StreamWay,
  onAnswer: (build: string) => void,
): () => void {
  const request = { method: 'GET', url: besideSocket(url, 'version.json').href, headers: {}, body: null } as const
  return askText(http, request, clock, requestTimeoutMs, (answer) => {
    const { build } = fieldsOf(parsed(answer?.status === 200 ? answer.text : ''))
    onAnswer(typeof build === 'string' ? build : '')
  })
}

/** What a session's `hello` would say, as far as it is known where there is no session; the server refuses what is beyond its limits. */
export const helloOf = (
  { ts, server, source, delayMs }: ServerSign,
  build: string,
  heartbeatMs: number,
): HelloMessage => ({
  type: 'hello',
  ts,
  version: 1,
  server,
  build,
  session: '',
  heartbeatMs,
  windowMs: 3000,
  rates: [...RATE_LADDER, 'raw'],
  source: source ?? 'live',
  ...(delayMs === null ? {} : { delayMs }),
  limits: { topics: 10_000, messageBytes: MAX_MESSAGE_BYTES, messagesPerSecond: 20 },
})

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
