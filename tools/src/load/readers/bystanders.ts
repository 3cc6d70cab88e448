import { setTimeout as sleep } from 'node:timers/promises'
import { decodeServerMessage, readFrameHead } from '@tickwall/protocol'
import { WebSocket } from 'ws'
import { bar, quantile, type Bar } from '../../report/index.js'
import { sourceOf } from '../load-addresses.js'
import { quoteTopics, topicsOf } from './quote-topics.js'

export interface BystanderCrowd {
  readonly url: string
  readonly count: number
  readonly topics: number
  readonly maxHz: number
  /** When the first comes, when all stand, when everybody else is cut off, and until when that is looked at; ms since the epoch. */
  readonly fromMs: number
  readonly calmFromMs: number
  readonly cutAtMs: number
  readonly toMs: number
  readonly signal: AbortSignal
}

/** What they noticed. */
export interface Noticed {
  /** From the publication of the newest record in a frame to its arrival, ms. */
  readonly calmMs: number[]
  readonly stormMs: number[]
  /** Frames whose `prev` is newer than the last one received. */
  gaps: number
  /** Connections that were refused, failed or ended. */
  ended: number
}

const ACK_MS = 1000
/** The last has come so long before calm is measured. */
const SETTLE_MS = 3000

function standBy(socket: WebSocket, crowd: BystanderCrowd, topics: readonly string[], noticed: Noticed): void {
  let lastN = 0
  let ackedN = 0
  let aheadMs = 0
  socket.on('message', (data: Buffer) => {
    const nowMs = Date.now()
    const text = data.toString()
    const head = readFrameHead(text)
    if (head === null) {
      const decoded = decodeServerMessage(text)
      if (!decoded.ok || decoded.message.type !== 'hello') return
      aheadMs = decoded.message.ts - nowMs
      socket.send(JSON.stringify({ type: 'subscribe', id: 1, topics, maxHz: crowd.maxHz }))
      return
    }
    if (head.prev !== null && head.prev > lastN) noticed.gaps += 1
    lastN = head.n
    // A frame of its own may be of prices that are old.
    if (head.prev === null || nowMs < crowd.calmFromMs) return
    if (nowMs < crowd.toMs) (nowMs < crowd.cutAtMs ? noticed.calmMs : noticed.stormMs).push(nowMs + aheadMs - head.at)
  })
  const acks = setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN || lastN === ackedN) return
    ackedN = lastN
    socket.send(JSON.stringify({ type: 'ack', n: lastN }))
  }, ACK_MS)
  socket.once('close', () => {
    clearInterval(acks)
    if (Date.now() < crowd.toMs && !crowd.signal.aborted) noticed.ended += 1
  })
  // Why it ended does not matter: that it did is counted.
  socket.on('error', () => undefined)
}

/**
 * Clients that are left in peace while all others come back, in this process: those of k6 share their engines with the storm, and
 * would tell how long k6 takes for thousands of handshakes.
 */
export async function watchBystanders(crowd: BystanderCrowd): Promise<Noticed> {
  const { url, count, fromMs, calmFromMs, toMs, signal } = crowd
  const names = await quoteTopics(url)
  const { hostname } = new URL(url)
  const noticed: Noticed = { calmMs: [], stormMs: [], gaps: 0, ended: 0 }
  const sockets: WebSocket[] = []
  try {
    for (let index = 0; index < count; index++) {
      const comesMs = fromMs + (index / count) * Math.max(0, calmFromMs - SETTLE_MS - fromMs)
      await sleep(Math.max(0, comesMs - Date.now()), undefined, { signal })
      const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, 'tickwall.v1.json', {
        perMessageDeflate: false,
        ...sourceOf(hostname, index),
      })
      standBy(socket, crowd, topicsOf(index, names, crowd.topics), noticed)
      sockets.push(socket)
    }
    await sleep(Math.max(0, toMs - Date.now()), undefined, { signal })
  } finally {
    for (const socket of sockets) socket.terminate()
  }
  return noticed
}

/** The rows of what `count` of them noticed. */
export function bystanderBars({ calmMs, stormMs, gaps, ended }: Noticed, count: number): Bar[] {
  const who = `${count} clients left in peace`
  const [calm, storm] = [quantile(calmMs, 0.99), quantile(stormMs, 0.99)]
  return [
    bar(`${who}: tick age p99 in the ten seconds after the cut, against before`, storm / calm, '×', 'lower', 2),
    bar(`${who}: tick age p99 before`, calm, 'ms', 'lower'),
    bar(`${who}: tick age p99 after the cut`, storm, 'ms', 'lower'),
    bar(`${who}: frame gaps`, gaps, '', 'lower', 0),
    bar(`${who}: refused or ended`, ended, '', 'lower', 0),
  ]
}
