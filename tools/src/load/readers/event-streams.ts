import { Agent, get, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { bar, quantile, type Bar } from '../../report/index.js'
import { sourceOf } from '../load-addresses.js'
import { quoteTopics, topicsOf } from './quote-topics.js'

export interface StreamCrowd {
  readonly url: string
  readonly count: number
  readonly topics: number
  readonly maxHz: number
  /** When they come and go, ms since the epoch. */
  readonly fromMs: number
  readonly toMs: number
  readonly signal: AbortSignal
}

interface Heard {
  readonly agesMs: number[]
  frames: number
  /** Streams that were refused, ended early, or told what was no frame. */
  failed: number
}

/** Reads the events of one stream until it ends; the first frames are snapshots, and tell nothing of age. */
async function listen(response: IncomingMessage, heard: Heard): Promise<void> {
  let rest = ''
  let frames = 0
  response.setEncoding('utf8')
  for await (const text of response as AsyncIterable<string>) {
    const events = (rest + text).split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) {
      if (!/^event: ?frame$/m.test(event)) continue
      const [, data] = /^data: ?(.*)$/m.exec(event) ?? []
      const { at, snapshots } = JSON.parse(data ?? 'null') as { at: number; snapshots?: unknown }
      heard.frames += 1
      if (snapshots === undefined && frames++ > 0) heard.agesMs.push(Math.max(0, Date.now() - at))
    }
  }
}

/** Reads event streams between two moments, and tells what they brought. */
export async function readEventStreams(crowd: StreamCrowd): Promise<Bar[]> {
  const { url, count, topics, maxHz, fromMs, toMs, signal } = crowd
  const names = await quoteTopics(url)
  await sleep(Math.max(0, fromMs - Date.now()), undefined, { signal })
  const heard: Heard = { agesMs: [], frames: 0, failed: 0 }
  const agent = new Agent({ maxSockets: Infinity })
  const { hostname } = new URL(url)
  let isOver = false
  const streams = Array.from({ length: count }, (_, index) => {
    const query = `topics=${topicsOf(index, names, topics).map(encodeURIComponent).join(',')}&maxHz=${maxHz}`
    const fail = (): void => {
      if (!isOver) heard.failed += 1
    }
    const request = get(
      `${url}/sse?${query}`,
      { agent, headers: { accept: 'text/event-stream' }, ...sourceOf(hostname, index) },
      (response) => {
        // It ends by itself only when the server ends it.
        if (response.statusCode === 200) listen(response, heard).then(fail, fail)
        else fail()
      },
    )
    request.once('error', fail)
    return request
  })
  try {
    await sleep(Math.max(0, toMs - Date.now()), undefined, { signal })
  } finally {
    isOver = true
    for (const request of streams) request.destroy()
    agent.destroy()
  }
  const name = `event streams, ${count} × ${topics} at ${maxHz} Hz`
  return [
    bar(`${name}: frames`, heard.frames, '', 'higher', count),
    bar(`${name}: refused, ended early, or broken`, heard.failed, '', 'lower', 0),
    bar(`${name}: tick age p99`, quantile(heard.agesMs, 0.99), 'ms', 'lower', 700),
    bar(`${name}: tick age median`, quantile(heard.agesMs, 0.5), 'ms', 'lower'),
  ]
}
