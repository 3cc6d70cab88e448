import { SUBPROTOCOLS } from '@tickwall/protocol'
import { EventReader } from '../fakes/http-stream.js'
import type { PollBody, ReadEvent, Subscribed } from '../fakes/stream-bench.js'
import { SocketClient } from '../fakes/socket-client.js'
import { ClientLog, type ContractClient, type Wire, type Wish } from './contract-client.js'

const webSocket = (name: string, protocol: string): Wire => ({
  name,
  async join(url, { topics, maxHz = 'raw', from, log = new ClientLog(topics) }) {
    const client = await SocketClient.open(`${url.replace('http', 'ws')}/ws`, [protocol])
    const resume = from === undefined ? {} : { resume: from.positions }
    client.send({ type: 'subscribe', id: 1, topics, maxHz, ...resume })
    const answer = await client.next('subscribed')
    log.named(answer.topics)
    client.forEach((message) => {
      if (message.type === 'frame') log.took(message)
      else if (message.type === 'notice') log.noticed(message.reason, message.topics)
      else if (message.type === 'closing') log.closes(message.retryAfterMs)
    })
    return {
      ...{ answer, log },
      pause: () => client.ws.pause(),
      goOn: () => client.ws.resume(),
      leave: async () => {
        client.ws.terminate()
        await client.ended
        return log.place(null)
      },
    }
  },
})

/** The request as JSON: a cursor where there is one, else positions. */
const bodyOf = ({ topics, maxHz = 'raw', from }: Wish, waitMs?: number): string =>
  JSON.stringify({
    ...{ topics, maxHz, waitMs, cursor: from?.cursor ?? null },
    ...(from === undefined || from.cursor !== null ? {} : { resume: from.positions }),
  })

const HEADERS = { 'content-type': 'application/json' }

const eventStream: Wire = {
  name: 'Server-Sent Events',
  async join(url, wish) {
    const reader = await EventReader.open(`${url}/sse`, { method: 'POST', headers: HEADERS }, bodyOf(wish))
    const log = wish.log ?? new ClientLog(wish.topics)
    let cursor = wish.from?.cursor ?? null
    const answer = (await reader.next('subscribed')).data as unknown as Subscribed
    log.named(answer.topics)
    reader.forEach(({ event, id, data }: ReadEvent) => {
      cursor = id ?? cursor
      if (event === 'frame') log.took(data as never)
      else if (event === 'notice') log.noticed(data['reason'] as never, data['topics'] as never)
      else if (event === 'closing') log.closes(Number(data['retryAfterMs']))
    })
    return {
      ...{ answer, log },
      pause: () => void reader.response.pause(),
      goOn: () => void reader.response.resume(),
      leave: async () => {
        reader.cut()
        await reader.ended
        return log.place(cursor)
      },
    }
  },
}

/** Polls again and again, until it leaves or is refused. */
const longPoll: Wire = {
  name: 'long polls',
  async join(url, wish) {
    const log = wish.log ?? new ClientLog(wish.topics)
    const gone = new AbortController()
    let cursor = wish.from?.cursor ?? null
    let answer: Subscribed | null = null
    let resting: Promise<void> | null = null
    let wake: () => void = () => undefined

    const once = async (): Promise<boolean> => {
      const from = answer === null ? wish.from : { cursor, positions: {} }
      const response = await fetch(`${url}/poll`, {
        ...{ method: 'POST', headers: HEADERS, signal: gone.signal },
        // Who has just joined wants to know how it begins.
        body: bodyOf({ ...wish, from }, answer === null ? 0 : undefined),
      })
      if (gone.signal.aborted) return false
      if (response.status !== 200) {
        log.closes(Number(response.headers.get('retry-after')) * 1000)
        return false
      }
      const body = (await response.json()) as PollBody
      if (gone.signal.aborted) return false
      log.named(body.subscribed.topics)
      // Between two polls it is the answer that tells what a connection is told by a notice.
      const reset = body.subscribed.topics.filter(({ start }) => start === 'reset').map(({ topic }) => topic)
      if (answer !== null && reset.length > 0) log.noticed('reset', reset)
      for (const { reason, topics } of body.notices) log.noticed(reason, topics)
      if (body.frame !== null) log.took(body.frame)
      answer ??= body.subscribed
      cursor = body.cursor
      return true
    }
    const goOn = async (): Promise<void> => {
      try {
        while (await once()) if (resting !== null) await resting
      } catch (err) {
        if (gone.signal.aborted) return
        // Between two polls its gateway can end.
        if (err instanceof TypeError) log.closes(0)
        else log.broken.push(String(err))
      }
    }
    if (!(await once()) || answer === null) throw new Error('the first poll was refused')
    void goOn()
    return {
      ...{ answer, log },
      pause: () => {
        resting ??= new Promise((resolve) => (wake = resolve))
      },
      goOn: () => {
        resting = null
        wake()
      },
      // Not waited for: a request that is aborted while its answer comes may never settle. What it brings is left unread.
      leave: () => {
        wake()
        gone.abort()
        return Promise.resolve(log.place(cursor))
      },
    } satisfies ContractClient
  },
}

/** Every way to be a client of a gateway. */
export const wires: readonly Wire[] = [
  webSocket('WebSocket JSON', SUBPROTOCOLS.json),
  webSocket('WebSocket binary', SUBPROTOCOLS.binary),
  eventStream,
  longPoll,
]
