import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '@tickwall/tools'
import { FAULTS } from './faults/catalogue.js'
import type { Fault } from './faults/fault.js'
import { recovered, settled } from './recovered.js'
import { planLine, planOf, type PlannedFault, type PlanOptions } from './plan.js'
import type { Disturbance } from './verify/freshness.js'
import { verify, type Run, type Verdict } from './verify/verify.js'
import { startWorld, type World } from './world/world.js'

/** How long after a fault a client may show what is old: a gateway's and a link's own patience, and a busy machine. */
export const FRESH_WITHIN_MS = 20_000
/** So much longer is waited for what is not fresh in time, so that the next fault has a beginning. */
const morePatienceMs = 15_000

const startTimeoutMs = 90_000

export interface SeedOptions extends Omit<PlanOptions, 'clients'> {
  /** How long after the end of a fault a client may show what is old. */
  readonly freshWithinMs: number
  readonly signal: AbortSignal
  say(line: string): void
  readonly onLine?: (service: string, line: string) => void
}

export interface SeedOutcome {
  readonly seed: number
  readonly verdict: Verdict
  /** Faults that were brought about, in order. */
  readonly brought: readonly string[]
  /** Faults that could not be, and why. */
  readonly left: readonly { readonly fault: string; readonly reason: string }[]
  readonly reconnects: number
  /** For whoever wants to look for the reason. */
  readonly run: Run
}

export const CLIENTS = 6

/** Lives through the plan of one seed with a stack of its own, and judges what the clients were sent. */
export async function runSeed(seed: number, options: SeedOptions): Promise<SeedOutcome> {
  const { signal, say, onLine, freshWithinMs } = options
  const plan = planOf(seed, { ...options, clients: CLIENTS })
  say(`seed ${String(seed)}:`)
  for (const planned of plan) say(`  ${planLine(planned)}`)
  const world = await startWorld({ seed, signal, ...(onLine === undefined ? {} : { onLine }) })
  const onAbort = (): void => void world.stop()
  try {
    signal.addEventListener('abort', onAbort, { once: true })
    const startedMs = Date.now()
    const begun = until(() => recovered(world, startedMs), { what: 'a market that moves', timeoutMs: startTimeoutMs })
    await unlessBroken(begun, signal)
    const { disturbances, brought, left } = await breakAll(world, plan, options)
    signal.throwIfAborted()
    await world.feeder.pause()
    await settled(world, freshWithinMs + morePatienceMs).catch((error: unknown) => say(`  ${String(error)}`))
    const histories = world.clients.map((client) => client.history())
    const reconnects = world.clients.reduce((sum, client) => sum + client.reconnects, 0)
    for (const log of ['ticks', 'metrics'] as const) await world.keeper.keep(log)
    const run = { histories, log: world.keeper.all(), disturbances }
    await world.stop()
    return { seed, verdict: verify(run), brought, left, reconnects, run }
  } finally {
    signal.removeEventListener('abort', onAbort)
    await world.stop()
  }
}

async function breakAll(
  world: World,
  plan: readonly PlannedFault[],
  { signal, say, freshWithinMs }: SeedOptions,
): Promise<{ disturbances: Disturbance[]; brought: string[]; left: { fault: string; reason: string }[] }> {
  const disturbances: Disturbance[] = []
  const brought: string[] = []
  const left: { fault: string; reason: string }[] = []
  for (const planned of plan) {
    signal.throwIfAborted()
    const fault: Fault = FAULTS[planned.fault]
    const reason = fault.impossible?.(world) ?? null
    if (reason !== null) {
      left.push({ fault: planned.fault, reason })
      say(`  ${planned.fault} cannot be brought about: ${reason}`)
      continue
    }
    await sleep(planned.calmMs, undefined, { signal })
    const startedMs = Date.now()
    const told = await unlessBroken(fault.run(world, planned), signal)
    const endedMs = Date.now()
    const isFresh = await until(() => recovered(world, endedMs), {
      what: planned.fault,
      timeoutMs: freshWithinMs + morePatienceMs,
    }).then(
      () => `all is fresh after ${String(Date.now() - endedMs)} ms`,
      () => 'NOT ALL IS FRESH',
    )
    say(`  ${planned.fault}: ${told} (${String(endedMs - startedMs)} ms); ${isFresh}`)
    brought.push(planned.fault)
    disturbances.push({ name: planned.fault, startedMs, endedMs, freshWithinMs })
  }
  return { disturbances, brought, left }
}

/** Rejects as soon as the run is broken off: a broker that is being started is not waited for. */
async function unlessBroken<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const done = new AbortController()
  const broken = once(signal, 'abort', { signal: done.signal }).then(() => {
    throw new Error('broken off')
  })
  try {
    return await Promise.race([work, broken])
  } finally {
    done.abort()
  }
}
