import { findRecording } from '@tickwall/tools'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Random } from '../../backend/src/ingest/simulated/random.js'
import { CuttableWire } from './browser/cuttable-wire.js'
import { FrameLog } from './browser/frame-log.js'
import { openOwnDashboard, type OwnDashboard } from './browser/open-dashboard.js'
import { RecordedQuotes } from './browser/recorded-quotes.js'
import { readScreen, ScreenFaults, type Screen } from './browser/recorded-screen.js'
import { ServerMessages } from './browser/server-messages.js'

/** In each of the two languages. */
const MOMENTS = 100
const LONGEST_WAIT_MS = 60
/** So often it is waited until the screen has come up with the frames: what stands still would be right for ever. */
const CATCH_UP_EVERY = 20

const FIGURES = 'last change percent bid bidSize ask askSize spread volume turnover vwap trades age'.split(' ')
const PANELS = ['rows', 'detail', 'tag', 'tape', 'legend'] as const

const recording = findRecording()
let dashboard: OwnDashboard
let recorded: RecordedQuotes
beforeAll(async () => {
  ;[dashboard, recorded] = await Promise.all([
    openOwnDashboard({
      SOURCE: 'recorded',
      RECORDINGS: recording.dir,
      RECORDING: recording.name,
      RECORDING_LOOP: 'false',
    }),
    RecordedQuotes.read(recording),
  ])
})
afterAll(() => dashboard.close())

/** Follows what a panel shows through the frames: each time it must show what one of them told, and never an earlier one than before. */
class PanelWatch {
  readonly #faultsAt: (screen: Screen, count: number) => readonly string[]
  /** Frames until what it showed last. */
  #count = 0

  constructor(faultsAt: (screen: Screen, count: number) => readonly string[]) {
    this.#faultsAt = faultsAt
  }

  /**
   * What is wrong with it after `upTo` frames, compared with the one of them that it is most like; nothing if it shows one. `from` is the
   * first that will do, by default what it showed last.
   */
  faults(screen: Screen, upTo: number, from = this.#count): readonly string[] {
    let best: readonly string[] | null = null
    for (let count = Math.max(from, this.#count); count <= upTo; count++) {
      const faults = this.#faultsAt(screen, count)
      if (faults.length === 0) {
        this.#count = count
        return []
      }
      if (best === null || faults.length < best.length) best = faults
    }
    return best ?? ['it went back']
  }
}

describe(`a recorded market (${recording.generated ? 'generated' : 'real'} recording ${recording.name})`, () => {
  it.each([
    ['en', 'en', 1],
    ['zh-CN', 'zh', 2],
  ] as const)(
    'is on the screen in %s, at random moments, digit for digit as the gateway held it at the offsets of a frame',
    async (lang, language, seed) => {
      const log = new FrameLog()
      const wire = await CuttableWire.to(dashboard.gateway.port, () => {
        const messages = new ServerMessages((message) => log.take(message))
        return (bytes) => messages.push(bytes)
      })
      const desk = await dashboard.open('/settings', { width: 2560, height: 1440 })
      try {
        const { page } = desk
        await page.addInitScript((columns) => {
          localStorage.setItem('tickwall.preferences', JSON.stringify({ columns, listPx: 1300 }))
        }, FIGURES)
        await page.goto(`${wire.url}/trade?lang=${lang}&instrument=${recorded.busiest}`)
        const isFull = ({ rows, detail, tape, legend, tag }: Screen) =>
          rows.length === recorded.instruments.length &&
          rows.every(({ texts }) => Object.keys(texts).length === FIGURES.length + 1 && texts['last'] !== '') &&
          rows.filter(({ texts }) => FIGURES.every((column) => /\d/.test(texts[column] ?? ''))).length >= 6 &&
          detail.facts.length === 12 &&
          tape.length > 10 &&
          legend.length === 6 &&
          tag !== ''
        await expect.poll(async () => isFull(await readScreen(page))).toBe(true)

        const faultsOf = new ScreenFaults(log, recorded.busiest, language)
        const watches = PANELS.map((panel) => ({
          panel,
          watch: new PanelWatch((screen, count) => faultsOf[panel](screen, count)),
        }))
        const look = async (from?: number): Promise<string[]> => {
          const screen = await readScreen(page)
          const upTo = log.count
          return watches.flatMap(({ panel, watch }) =>
            watch.faults(screen, upTo, from).map((fault) => `${panel}: ${fault}`),
          )
        }
        const random = new Random(seed)
        for (let moment = 0; moment < MOMENTS; moment++) {
          await sleep(random.below(LONGEST_WAIT_MS))
          expect(await look(), `moment ${moment}`).toEqual([])
          if (moment % CATCH_UP_EVERY !== 0) continue
          const { count } = log
          await expect.poll(() => log.count).toBeGreaterThan(count)
          await expect.poll(() => look(count + 1)).toEqual([])
        }

        // And what the frames told is what the files say of these offsets.
        for (const instrument of recorded.instruments) {
          const told = log.all(`quote/${instrument}`)
          expect(told.length).toBeGreaterThan(0)
          for (const { offset, state } of told) expect(state).toMatchObject(recorded.at(instrument, offset))
        }
        await desk.screenshot(`recorded-${lang}`)
      } finally {
        await desk.page.context().close()
        wire.close()
      }
    },
  )
})
