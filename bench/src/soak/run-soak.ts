import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { repositoryRoot, startGateway, type LocalGateway } from '@tickwall/tools'
import { withoutOutages } from '../browser/complaints.js'
import { jitterMs, schedule, WARM_PART, type SoakEvent } from './schedule.js'
import { openScreen, type Holding, type Screen } from './screen.js'
import { watchWall, type WallLog } from './watch-wall.js'

export interface Sample extends Holding {
  /** Since the start. */
  readonly atMs: number
  readonly screen: 'wall' | 'trade'
  /** What the screen showed: the board of the wall; samples of different ones are not to be compared. */
  readonly shown: string
}

export interface SoakResult {
  readonly durationMs: number
  /** Samples from here on are judged. */
  readonly warmMs: number
  readonly samples: readonly Sample[]
  readonly wall: WallLog
  readonly events: readonly { readonly atMs: number; readonly event: SoakEvent }[]
  /** Console errors, but those about a gateway that was away. */
  readonly complaints: readonly string[]
}

export interface SoakPlan {
  readonly durationMs: number
  readonly say: (line: string) => void
}

/** Ten times the usual 1,200. */
const TICKS_PER_SECOND = 12_000
const ROTATE_MS = 10_000
const TRADE_EVERY_MS = 5000
/** Time for what a turn of the wall let go of. */
const SETTLE_MS = 500
/** A page tries to come back for so long after a gateway is there again. */
const BACK_MS = 90_000

/** A wall that rotates and a trading page, on a market of ten times the usual rate, while the gateway is restarted and upgraded. */
export async function runSoak({ durationMs, say }: SoakPlan): Promise<SoakResult> {
  const build = await mkdtemp(join(tmpdir(), 'tickwall-soak-'))
  await cp(join(repositoryRoot, 'dashboard/dist'), build, { recursive: true })
  const env = {
    ...{ SOURCE: 'simulated', SIMULATED_SEED: '7', SIMULATED_RATE: String(TICKS_PER_SECOND), LOG_LEVEL: 'error' },
    // Without a name of its own each process has another, and the panels about it begin anew.
    SERVER_NAME: 'gateway-1',
    ...{ DASHBOARD_DIR: build, DRAIN_MS: '2000', DRAIN_SPREAD_MS: '500' },
  }
  const open: { close(): Promise<unknown> }[] = [{ close: () => rm(build, { recursive: true, force: true }) }]
  try {
    const gateway = await startGateway({ env, timeoutMs: 150_000 })
    open.unshift({ close: () => gateway.stop() })
    const [wall, trade] = [await openScreen(1920, 1080), await openScreen(1440, 900)]
    open.unshift(wall, trade)
    return await watch({ durationMs, say }, gateway, build, wall, trade)
  } finally {
    for (const { close } of open) await close()
  }
}

async function watch(
  { durationMs, say }: SoakPlan,
  gateway: LocalGateway,
  build: string,
  wall: Screen,
  trade: Screen,
): Promise<SoakResult> {
  const samples: Sample[] = []
  const events: { atMs: number; event: SoakEvent }[] = []
  const outages: { from: number; to: number }[] = []
  const startedAt = Date.now()
  const atMs = (): number => Date.now() - startedAt
  const isOver = (): boolean => atMs() >= durationMs

  /** The board that came up last and was not looked at yet. */
  let turnedTo: string | null = null
  const log = await watchWall(wall.page, (board) => (turnedTo = board))
  const jitter = jitterMs(durationMs)
  await wall.page.goto(`${gateway.url}/wall/tour?rotate=${ROTATE_MS}ms&jitter=${jitter}ms&shift=1`)
  await trade.page.goto(`${gateway.url}/trade`)

  const sampleWall = async (): Promise<void> => {
    while (!isOver()) {
      const board = turnedTo
      turnedTo = null
      if (board === null) {
        await sleep(100)
        continue
      }
      await sleep(SETTLE_MS)
      const held = await wall.read()
      // Only alone: while the next board is made ready there are two.
      const slides = await wall.page.locator('[data-test="wall-slide"]').count()
      if (held !== null && slides === 1 && turnedTo === null)
        samples.push({ ...held, atMs: atMs(), screen: 'wall', shown: board })
    }
  }
  const sampleTrade = async (): Promise<void> => {
    while (!isOver()) {
      await sleep(TRADE_EVERY_MS)
      const held = await trade.read()
      if (held !== null) samples.push({ ...held, atMs: atMs(), screen: 'trade', shown: 'trade' })
    }
  }
  const disturb = async (): Promise<void> => {
    for (const { atMs: dueMs, event } of schedule(durationMs)) {
      await sleep(Math.max(0, dueMs - atMs()))
      events.push({ atMs: atMs(), event })
      say(`  ${(atMs() / 60_000).toFixed(1)} min: ${event}`)
      const outage = { from: Date.now(), to: Infinity }
      outages.push(outage)
      if (event === 'upgrade') {
        const entry = join(build, 'index.html')
        await writeFile(entry, `${await readFile(entry, 'utf8')}<!-- another build -->`)
      }
      await gateway.restart()
      outage.to = Date.now() + BACK_MS
    }
  }
  const tell = async (): Promise<void> => {
    for (let minute = 1; !isOver(); minute++) {
      await sleep(Math.max(0, Math.min(minute * 60_000, durationMs) - atMs()))
      const [last] = samples.slice(-1)
      say(
        `  ${minute} min: ${samples.length} samples, ${log.turns} turns, ${log.reloads} reloads, ${log.blank.length} blank frames, ${JSON.stringify(last)}`,
      )
    }
  }
  await Promise.all([sampleWall(), sampleTrade(), disturb(), tell()])
  const complaints = withoutOutages([...wall.complaints, ...trade.complaints], outages).map(({ text }) => text)
  return { durationMs, warmMs: durationMs * WARM_PART, samples, wall: log, events, complaints }
}
