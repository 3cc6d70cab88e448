import { setTimeout as sleep } from 'node:timers/promises'
import type { Proxy, Stream, Toxic } from '../world/toxiproxy.js'
import type { World } from '../world/world.js'
import type { Draw, Fault } from './fault.js'

/** Where the network is bad. */
interface Way {
  readonly name: string
  proxies(world: World, draw: Draw): readonly Proxy[]
}

const toClients: Way = {
  name: 'clients and Nginx',
  proxies: ({ clients }, draw) => draw.clients.flatMap((i) => clients[i]?.proxy ?? []),
}
const toKafka: Way = {
  name: 'a gateway and Kafka',
  proxies: ({ gateways }, draw) => gateways.slice(draw.gateway, draw.gateway + 1).map(({ kafka }) => kafka),
}

const BOTH: readonly Stream[] = ['upstream', 'downstream']

function poisoned(
  way: Way,
  lastsMs: Fault['lastsMs'],
  what: (draw: Draw) => { readonly toxic: Toxic; readonly streams: readonly Stream[]; readonly said: string },
): Fault {
  return {
    lastsMs,
    async run(world, draw) {
      const proxies = way.proxies(world, draw)
      const { toxic, streams, said } = what(draw)
      try {
        for (const proxy of proxies) await proxy.poison(toxic, streams)
        await sleep(draw.forMs)
      } finally {
        for (const proxy of proxies) await proxy.heal()
      }
      return `between ${way.name} (${proxies.map(({ name }) => name).join(', ')}): ${said}`
    },
  }
}

const cut = (way: Way): Fault => ({
  lastsMs: [300, 6000],
  async run(world, draw) {
    const proxies = way.proxies(world, draw)
    try {
      for (const proxy of proxies) await proxy.enable(false)
      await sleep(draw.forMs)
    } finally {
      for (const proxy of proxies) await proxy.enable(true)
    }
    return `between ${way.name} (${proxies.map(({ name }) => name).join(', ')}): nothing`
  },
})

const delayed = (way: Way): Fault =>
  poisoned(way, [2000, 6000], ({ share }) => {
    const latency = 200 + Math.round(1300 * share)
    return {
      toxic: { type: 'latency', attributes: { latency, jitter: 0 } },
      streams: BOTH,
      said: `${String(latency)} ms each way`,
    }
  })

const jittery = (way: Way): Fault =>
  poisoned(way, [2000, 6000], ({ share }) => {
    const latency = 100 + Math.round(400 * share)
    return {
      toxic: { type: 'latency', attributes: { latency, jitter: latency } },
      streams: BOTH,
      said: `0 to ${String(2 * latency)} ms each way`,
    }
  })

/** 64 kB/s, as the worst of lines that still is one. */
const narrow = (way: Way): Fault =>
  poisoned(way, [3000, 8000], () => ({
    toxic: { type: 'bandwidth', attributes: { rate: 64 } },
    streams: BOTH,
    said: '64 kB/s',
  }))

const reset = (way: Way): Fault =>
  poisoned(way, [500, 4000], ({ share }) => {
    const timeout = Math.round(share * 600)
    return {
      toxic: { type: 'reset_peer', attributes: { timeout } },
      streams: ['downstream'],
      said: `every connection is reset after ${String(timeout)} ms`,
    }
  })

const swallowing: Toxic = { type: 'timeout', attributes: { timeout: 0 } }

/** One direction is dead and nobody is told: who only listens hears nothing, who only speaks is not heard. */
const halfClosed = (way: Way): Fault =>
  poisoned(way, [3000, 9000], ({ share }) => {
    const stream = share < 0.5 ? 'upstream' : 'downstream'
    return { toxic: swallowing, streams: [stream], said: `what goes ${stream} vanishes` }
  })

/** The other end is gone and nobody is told. */
const halfOpen = (way: Way): Fault =>
  poisoned(way, [6000, 12_000], () => ({ toxic: swallowing, streams: BOTH, said: 'everything vanishes' }))

export const clientsCut = cut(toClients)
export const clientsDelayed = delayed(toClients)
export const clientsJittery = jittery(toClients)
export const clientsNarrow = narrow(toClients)
export const clientsReset = reset(toClients)
export const clientsHalfClosed = halfClosed(toClients)
export const clientsHalfOpen = halfOpen(toClients)
export const kafkaCut = cut(toKafka)
export const kafkaDelayed = delayed(toKafka)
export const kafkaJittery = jittery(toKafka)
export const kafkaNarrow = narrow(toKafka)
export const kafkaReset = reset(toKafka)
export const kafkaHalfClosed = halfClosed(toKafka)
export const kafkaHalfOpen = halfOpen(toKafka)
