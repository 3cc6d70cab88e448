import exec from 'k6/execution'
import { setTimeout } from 'k6/timers'
import type { Options } from 'k6/options'
import { topicsPerSocket } from '../lib/measures.ts'
import { baseUrl, socketUrl, wholeNumber } from '../lib/parameters.ts'
import { summarise } from '../lib/summary.ts'
import { quoteTopics, topicsOf } from '../lib/topics.ts'
import { watch } from '../lib/watcher.ts'

/** 500 sockets × 20 topics for half a minute: does the whole way work, through every gateway, without a hole? */
const connections = wholeNumber('CONNECTIONS', 500)
const topics = wholeNumber('TOPICS', 20)
const maxHz = wholeNumber('MAX_HZ', 2)
const seconds = wholeNumber('SECONDS', 30, 5)
const vus = Math.min(wholeNumber('VUS', 20), connections)
/** Sockets open over this long, so that a run does not begin with a storm of handshakes. */
const rampMs = wholeNumber('RAMP_MS', 5000, 0)
/** Names of the servers that must each have served, e.g. `gateway-1,gateway-2`. */
const servers = (__ENV.SERVERS ?? '').split(',').filter((name) => name !== '')
/** One socket in so many parses every frame. */
const DECODES_EVERY = 50

export const options: Options = {
  scenarios: {
    smoke: {
      executor: 'per-vu-iterations',
      vus,
      iterations: 1,
      maxDuration: `${seconds + Math.ceil(rampMs / 1000) + 30}s`,
    },
  },
  thresholds: {
    // A hole in a stream is a wrong price on a screen: not one is allowed.
    frame_gaps: ['count==0'],
    broken_frames: ['count==0'],
    // Nobody may be refused or dropped at this size.
    lost_sockets: ['count==0'],
    live_sockets: [`count==${connections}`],
    // Two flush intervals at 2 Hz, and half a second for a machine that runs the whole stack beside the load.
    tick_age_ms: ['p(99)<1500'],
    // A page must show its prices within the time in which a person notices nothing.
    time_to_snapshot_ms: ['p(95)<1000'],
    // ip_hash must have found every gateway.
    ...Object.fromEntries(servers.map((server) => [`sessions{server:${server}}`, ['count>0']])),
  },
  summaryTrendStats: ['med', 'p(95)', 'p(99)', 'max'],
}

export function setup(): { readonly names: string[] } {
  return { names: quoteTopics(baseUrl) }
}

export default function smoke({ names }: { readonly names: string[] }): void {
  const vu = exec.vu.idInTest - 1
  const mine = Math.floor(connections / vus) + (vu < connections % vus ? 1 : 0)
  topicsPerSocket.add(Math.min(topics, names.length))
  for (let i = 0; i < mine; i++) {
    const client = vu + i * vus
    const delayMs = (client / connections) * rampMs
    setTimeout(() => {
      watch({
        url: socketUrl,
        topics: topicsOf(client, names, topics),
        maxHz,
        stayMs: seconds * 1000 + rampMs - delayMs,
        decodes: client % DECODES_EVERY === 0,
      })
    }, delayMs)
  }
}

export const handleSummary = (data: Parameters<typeof summarise>[1]): Record<string, string> =>
  summarise(`smoke: ${connections} sockets × ${topics} topics at ${maxHz} Hz against ${baseUrl}`, data)
