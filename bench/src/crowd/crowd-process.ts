import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { quoteTopic, topicsOf } from '../feed/load.js'
import { Durations } from '../report/distribution.js'
import { serveParent } from '../worker-process.js'
import type { CrowdAnswer, CrowdRequest } from './crowd.js'
import { dialect, subscribeText, type Dialect } from './dialect.js'
import { RawClient, type Received } from './raw-client.js'

/** One process with all clients of a load. */
const received: Received = { frames: 0, bytes: 0 }
const latency = new Durations()
let clients: RawClient[] = []
let joined: Extract<CrowdRequest, { ask: 'connect' }> | null = null

/** Handshakes under way at a time: the accept queue of a server must not overflow. */
const AT_ONCE = 100
/** Every so many clients one reads when its data were published. */
const LISTENER_EVERY = 50
const LISTENER_PEEK = 240
const ANSWERED_WITHIN_MS = 60_000

/** Wall clock, ms with a fraction. */
const nowMs = (): number => performance.timeOrigin + performance.now()

function listen(spoken: Dialect): { peek: number; take: (text: string) => void } {
  return {
    peek: LISTENER_PEEK,
    take: (text) => {
      const published = spoken.publishedMs(text)
      if (published !== null) latency.observe(nowMs() - published)
    },
  }
}

async function join(request: Extract<CrowdRequest, { ask: 'connect' }>): Promise<void> {
  joined = request
  const { port, load, isSilent = false } = request
  const spoken = dialect(request.dialect, request.maxHz)
  for (let first = 0; first < load.clients; first += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, load.clients - first) }, (_, i) => {
      const index = first + i
      const steps = isSilent ? [] : spoken.greeting(topicsOf(index, load).map(quoteTopic))
      const onData = index % LISTENER_EVERY === 0 ? { onData: listen(spoken) } : {}
      return new RawClient({ port, dialect: spoken, steps, received, ...onData })
    })
    clients.push(...batch)
    await Promise.all(batch.map((client) => client.opened))
  }
}

async function subscribe({ resume }: Extract<CrowdRequest, { ask: 'subscribe' }>): Promise<void> {
  const { load, maxHz = load.hz } = joined as Extract<CrowdRequest, { ask: 'connect' }>
  const texts = clients.map((_, index) =>
    subscribeText({
      topics: topicsOf(index, load).map(quoteTopic),
      maxHz,
      ...(resume === undefined ? {} : { resume }),
    }),
  )
  clients.forEach((client, index) => client.say(texts[index] as string))
  const untilMs = performance.now() + ANSWERED_WITHIN_MS
  while (clients.some(({ answers }) => answers === 0)) {
    if (performance.now() > untilMs) throw new Error('not every client was answered')
    await sleep(20)
  }
}

serveParent<CrowdRequest, CrowdAnswer>(async (request) => {
  if (request.ask === 'connect') await join(request)
  if (request.ask === 'subscribe') await subscribe(request)
  if (request.ask === 'disconnect') {
    for (const client of clients) client.destroy()
    clients = []
  }
  if (request.ask === 'stall') for (const client of clients) client.stall()
  if (request.ask === 'goOn') for (const client of clients) client.goOn()
  const { user, system } = process.cpuUsage()
  const answer = { ...received, latencyMs: latency.summary(), cpuUs: user + system }
  latency.clear()
  return answer
})
