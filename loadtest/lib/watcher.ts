import { clearInterval, setInterval, setTimeout } from 'k6/timers'
import { WebSocket } from 'k6/websockets'
import type { ClientMessage, ServerMessage } from '../../protocol/src/message.ts'
import { FrameCheck } from './frame-check.ts'
import { brokenFrames, liveSockets, lostSockets, sessions, timeToSnapshotMs } from './measures.ts'

export interface WatcherOptions {
  readonly url: string
  readonly topics: readonly string[]
  readonly maxHz: number
  /** How long it stays, ms. */
  readonly stayMs: number
  /** Parses every frame whole. */
  readonly decodes: boolean
}

const ACK_MS = 1000

/** One client: subscribes to its topics, checks and acknowledges what comes, and leaves after its time. */
export function watch({ url, topics, maxHz, stayMs, decodes }: WatcherOptions): void {
  const socket = new WebSocket(url)
  const check = new FrameCheck(decodes)
  let phase: 'connecting' | 'waiting' | 'live' | 'leaving' = 'connecting'
  let subscribedAtMs = 0
  let wanted = topics.length

  const send = (message: ClientMessage): void => socket.send(JSON.stringify(message))
  const ack = setInterval(() => {
    if (phase === 'live' && check.lastN > 0) send({ type: 'ack', n: check.lastN })
  }, ACK_MS)

  const control = (message: ServerMessage): void => {
    switch (message.type) {
      case 'hello':
        sessions.add(1, { server: message.server })
        subscribedAtMs = Date.now()
        phase = 'waiting'
        send({ type: 'subscribe', id: 1, topics, maxHz })
        return
      case 'subscribed':
        wanted = message.topics.length
        if (message.rejected.length > 0) brokenFrames.add(message.rejected.length)
        return
      case 'error':
        brokenFrames.add(1)
        return
      default:
    }
  }

  socket.onmessage = (event) => {
    const data = event?.data
    if (typeof data !== 'string') {
      brokenFrames.add(1)
      return
    }
    const nowMs = Date.now()
    if (!check.take(data, nowMs)) control(JSON.parse(data) as ServerMessage)
    else if (phase === 'waiting' && check.begun.size >= wanted) {
      phase = 'live'
      liveSockets.add(1)
      timeToSnapshotMs.add(nowMs - subscribedAtMs)
    }
  }
  socket.onclose = () => {
    clearInterval(ack)
    if (phase !== 'leaving') lostSockets.add(1)
  }
  setTimeout(() => {
    phase = 'leaving'
    socket.close(1000)
  }, stayMs)
}
