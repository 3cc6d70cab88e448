import { RATE_LADDER, type HelloMessage } from '@tickwall/protocol'
import { askText } from './ask-text.js'
import { bearer, besideSocket } from './http.js'
import { readRefusal, type Refusal } from './refusal.js'
import { parsed, type StreamWay } from './stream.js'

/** No topic of any gateway: the answer to it is who the server is and what its clock says. */
const NO_TOPIC = '-'

export interface ServerClock {
  readonly ts: number
  readonly server: string
}

/** Asks the server's clock over HTTP; null when nothing answers in time, or what answers is no gateway. */
export function askClock(
  { http, clock, url, requestTimeoutMs }: StreamWay,
  token: string | null,
  onAnswer: (answer: ServerClock | Refusal | null) => void,
): () => void {
  const target = besideSocket(url, 'snapshot')
  target.searchParams.set('topics', NO_TOPIC)
  const request = { method: 'GET', url: target.href, headers: bearer(token), body: null } as const
  return askText(http, request, clock, requestTimeoutMs, (answer) => {
    onAnswer(answer === null || answer.status === 200 ? clockOf(answer?.text ?? '') : readRefusal(answer))
  })
}

export const isRefusal = (answer: ServerClock | Refusal): answer is Refusal => 'code' in answer

/** Asks which build the server runs; empty when it does not say. */
export function askBuild(
  { http, clock, url, requestTimeoutMs }: StreamWay,
  onAnswer: (build: string) => void,
): () => void {
  const request = { method: 'GET', url: besideSocket(url, 'version.json').href, headers: {}, body: null } as const
  return askText(http, request, clock, requestTimeoutMs, (answer) => {
    const { build } = fieldsOf(answer?.status === 200 ? answer.text : '')
    onAnswer(typeof build === 'string' ? build : '')
  })
}

/** What a session's `hello` would say, as far as it is known where there is no session; the server refuses what is beyond its limits. */
export const helloOf = ({ ts, server }: ServerClock, build: string, heartbeatMs: number): HelloMessage => ({
  type: 'hello',
  ts,
  version: 1,
  server,
  build,
  session: '',
  heartbeatMs,
  windowMs: 3000,
  rates: [...RATE_LADDER, 'raw'],
  source: 'live',
  limits: { topics: 10_000, messageBytes: 65_536, messagesPerSecond: 20 },
})

function clockOf(text: string): ServerClock | null {
  const { ts, server } = fieldsOf(text)
  return typeof ts === 'number' && Number.isFinite(ts) && typeof server === 'string' ? { ts, server } : null
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  const value = parsed(text)
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
