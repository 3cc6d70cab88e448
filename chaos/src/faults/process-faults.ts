import { setTimeout as sleep } from 'node:timers/promises'
import type { BreakableGateway, World } from '../world/world.js'
import type { Draw, Fault } from './fault.js'

const HOUR_MS = 3_600_000
const BLOCK_MS = 2000

const gatewayOf = ({ gateways }: World, { gateway }: Draw): BreakableGateway => gateways[gateway] as BreakableGateway

export const gatewayKilled: Fault = {
  lastsMs: [500, 4000],
  async run(world, draw) {
    const { gateway } = gatewayOf(world, draw)
    await gateway.kill('SIGKILL')
    await sleep(draw.forMs)
    await gateway.restart()
    return `gateway-${String(draw.gateway + 1)} was killed and came back`
  },
}

export const rollingRestart: Fault = {
  lastsMs: [200, 2000],
  async run({ gateways }, { forMs }) {
    const exits: string[] = []
    for (const { gateway } of gateways) {
      const { code, signal } = await gateway.drain()
      exits.push(String(code ?? signal))
      await sleep(forMs)
      await gateway.restart()
    }
    if (exits.some((exit) => exit !== '0')) throw new Error(`a drained gateway ended with ${exits.join(', ')}`)
    return 'both gateways drained and came back, one after the other'
  },
}

export const clockJump: Fault = {
  lastsMs: [2000, 5000],
  async run(world, draw) {
    const gateway = gatewayOf(world, draw)
    const clockOffMs = Math.round((draw.share - 0.5) * 2 * HOUR_MS)
    gateway.order({ clockOffMs, blockMs: 0 })
    await sleep(draw.forMs)
    gateway.order({ clockOffMs: 0, blockMs: 0 })
    return `the clock of gateway-${String(draw.gateway + 1)} was ${String(Math.round(clockOffMs / 1000))} s off and jumped back`
  },
}

export const loopBlocked: Fault = {
  lastsMs: [BLOCK_MS, BLOCK_MS],
  async run(world, draw) {
    const broken = gatewayOf(world, draw)
    broken.order({ clockOffMs: 0, blockMs: BLOCK_MS })
    const startedMs = performance.now()
    // The order may be obeyed after the first question: the second one waits.
    for (const _ of [1, 2]) {
      const response = await fetch(`${broken.gateway.url}/healthz`)
      await response.body?.cancel()
    }
    await sleep(Math.max(0, BLOCK_MS - (performance.now() - startedMs)))
    return `gateway-${String(draw.gateway + 1)} did nothing for 2 s, and answered after ${String(Math.round(performance.now() - startedMs))} ms`
  },
}

/** Stopped by the system, not by itself: as a machine that swaps or a virtual one that is moved. */
export const gatewayFrozen: Fault = {
  lastsMs: [2000, 8000],
  async run(world, draw) {
    const { gateway } = gatewayOf(world, draw)
    gateway.pause()
    await sleep(draw.forMs)
    gateway.resume()
    return `gateway-${String(draw.gateway + 1)} stood still`
  },
}

export const nginxKilled: Fault = {
  lastsMs: [500, 4000],
  async run({ stack: { nginx } }, { forMs }) {
    await nginx.kill('SIGKILL')
    await sleep(forMs)
    await nginx.restart()
    return 'Nginx was killed and came back'
  },
}

export const nginxReloaded: Fault = {
  lastsMs: [500, 2000],
  async run({ stack: { nginx } }, { forMs }) {
    const { pid } = nginx
    nginx.reload()
    await sleep(forMs)
    const response = await fetch(`${nginx.url}/healthz`)
    await response.body?.cancel()
    if (nginx.pid !== pid) throw new Error('Nginx is another process')
    return 'Nginx read its configuration anew'
  },
}
