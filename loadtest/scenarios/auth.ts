import exec from 'k6/execution'
import http from 'k6/http'
import { Counter, Trend } from 'k6/metrics'
import { clearInterval, setInterval } from 'k6/timers'
import { WebSocket } from 'k6/websockets'
import type { ServerMessage } from '../../protocol/src/message.ts'
import { crowd, crowdOptions, prepare, scheduleOf, type Setup } from '../lib/crowd.ts'
import { baseUrl, crowdSize, socketUrl } from '../lib/parameters.ts'
import { summaryOf } from '../lib/summary.ts'
import { everyServerServed, noWrongData, statesWereCompared } from '../lib/thresholds.ts'

/**
 * 500 clients with good tokens at work while others knock all the time with tokens that are absent, expired, signed by somebody else, or allow little.
 * The runner's own stack asks for tokens and makes them; against an address of yours give TOKEN, TOKEN_EXPIRED, TOKEN_FOREIGN and TOKEN_NARROW
 * (which allows `metric/**` alone).
 */
const size = crowdSize({ connections: 500, seconds: 30 })
const schedule = scheduleOf(size)
/** How often each engine knocks. */
const KNOCK_MS = 500

const checked = new Counter('answers_checked')
const wrong = new Counter('wrong_answers')
const refusalMs = new Trend('refusal_ms', true)

export const options = crowdOptions('auth', size.vus, schedule.endMs, {
  ...noWrongData,
  ...statesWereCompared,
  lost_sockets: ['count==0'],
  live_sockets: [`count==${size.connections}`],
  // Each refusal has its status and its code, however many there are.
  wrong_answers: ['count==0'],
  answers_checked: ['count>0'],
  // Who is refused is told so at once: else it tries again meanwhile.
  refusal_ms: ['p(95)<=500'],
  // Those who may come do not notice those who may not.
  tick_age_ms: ['p(99)<=1000'],
  ...everyServerServed(),
})

const given = (name: string): string => {
  const value = __ENV[name]
  if (value === undefined || value === '')
    throw new Error(`${name} is needed; the runner makes it for a stack of its own`)
  return value
}
const expired = given('TOKEN_EXPIRED')
const foreign = given('TOKEN_FOREIGN')
const narrow = given('TOKEN_NARROW')
const bearer = (value: string): Record<string, string> => ({ Authorization: `Bearer ${value}` })

interface Knock {
  readonly headers: Record<string, string>
  readonly status: number
  readonly code: string
}
const knocks: readonly Knock[] = [
  { headers: {}, status: 401, code: 'unauthorized' },
  { headers: bearer(expired), status: 401, code: 'unauthorized' },
  { headers: bearer(foreign), status: 401, code: 'unauthorized' },
  { headers: { ...bearer(given('TOKEN')), Origin: 'https://elsewhere.example' }, status: 403, code: 'forbidden' },
  // Admitted, if it were an upgrade.
  { headers: bearer(given('TOKEN')), status: 426, code: 'upgradeRequired' },
]

const isRight = (right: boolean): void => {
  checked.add(1)
  if (!right) wrong.add(1)
}

async function knock({ headers, status, code }: Knock): Promise<void> {
  const sentMs = Date.now()
  const answer = await http.asyncRequest('GET', `${baseUrl}/ws`, null, { headers })
  refusalMs.add(Date.now() - sentMs)
  isRight(answer.status === status && (JSON.parse(answer.body as string) as { code: string }).code === code)
}

/** A real handshake with a bad token must not open, and one with a narrow token gets what it allows and nothing else. */
function handshake(value: string, topics: readonly string[], opens: boolean): void {
  const socket = new WebSocket(socketUrl, null, { headers: bearer(value) })
  let hasOpened = false
  socket.onopen = () => {
    hasOpened = true
    if (opens) socket.send(JSON.stringify({ type: 'subscribe', id: 1, topics }))
    else socket.close(1000)
  }
  socket.onmessage = (event) => {
    const message = JSON.parse(event?.data as string) as ServerMessage
    if (message.type === 'subscribed') {
      const rejected = message.rejected.filter(({ code }) => code === 'forbiddenTopic').map(({ topic }) => topic)
      isRight(message.topics.length === 0 && rejected.length === topics.length)
      // A token may be renewed by itself.
      socket.send(JSON.stringify({ type: 'auth', id: 2, token: narrow }))
    } else if (message.type === 'authenticated') {
      isRight(message.expiresAt !== null)
      socket.close(1000)
    }
  }
  socket.onerror = () => undefined
  socket.onclose = () => {
    isRight(hasOpened === opens)
  }
}

export const setup = prepare

export default function auth(found: Setup): void {
  const { at } = crowd(found, { size, schedule })
  const topics = found.names.slice(0, 3)
  let turn = exec.vu.idInTest
  const knocking = setInterval(() => {
    turn += 1
    void knock(knocks[turn % knocks.length] as Knock)
    if (turn % 4 === 0) handshake(foreign, topics, false)
    if (turn % 4 === 2) handshake(narrow, topics, true)
  }, KNOCK_MS)
  at(schedule.measuredToMs, () => {
    clearInterval(knocking)
  })
}

export const handleSummary = summaryOf(
  `auth: ${size.connections} sockets with good tokens × ${size.topics} topics at ${size.maxHz} Hz, others knock without, against ${baseUrl}`,
  { scenario: 'auth', ...size, ...schedule },
)
