import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { serveParent } from '../worker-process.js'
import type { FloodAnswer, FloodRequest } from './flood.js'
import { statusOf } from './status-of.js'

/** One process with all attackers: so many handshakes, evenly, whatever becomes of those before. */
const STEP_MS = 20
const ANSWERED_WITHIN_MS = 30_000
const UPGRADED = '101'

/** One handshake: the status that answers it, else the code of what happened instead. Who is let in stays. */
function attempt({ port, from }: FloodRequest): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from, noDelay: true })
    socket.setTimeout(ANSWERED_WITHIN_MS, () => {
      resolve('noAnswer')
      socket.destroy()
    })
    socket.once('data', (head: Buffer) => {
      const status = statusOf(head.toString('latin1', 0, 64))
      resolve(status ?? 'noHttp')
      socket.setTimeout(0)
      if (status === UPGRADED) socket.resume()
      else socket.destroy()
    })
    socket.on('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? 'error'))
    socket.once('close', () => resolve('closed'))
    socket.write(
      `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    )
  })
}

async function flood(request: FloodRequest): Promise<FloodAnswer> {
  const { attempts, withinMs } = request
  const began = performance.now()
  const { user, system } = process.cpuUsage()
  const answers: Promise<string>[] = []
  while (answers.length < attempts) {
    const due = Math.min(attempts, Math.ceil(((performance.now() - began) / withinMs) * attempts))
    while (answers.length < due) answers.push(attempt(request))
    await sleep(STEP_MS)
  }
  const statuses = await Promise.all(answers)
  const spent = process.cpuUsage()
  const ended: Record<string, number> = {}
  for (const status of statuses) ended[status] = (ended[status] ?? 0) + 1
  return {
    ended,
    tookMs: performance.now() - began,
    cpuUs: spent.user + spent.system - user - system,
  }
}

serveParent<FloodRequest, FloodAnswer>(flood)
