import { beforeEach, describe, expect, it } from 'vitest'
import type { OutgoingRecord } from '../process-log.js'
import { FakeSourceClock } from '../../../test/fakes/fake-source-clock.js'
import { type PlayOptions, playRecording } from './play-recording.js'
import type { RecordedRecord } from './recorded-record.js'

const startMs = Date.UTC(2026, 2, 2, 9, 30)
const RECORDED_MS = 1_700_000_000_000

/** A trade received at a millisecond of the recording, by a clock 1,250 ms behind the venue's. */
const trade = (receivedMs: number, id: string): RecordedRecord => ({
  log: 'ticks',
  key: 'usdm:A',
  value: { type: 'trade', instrument: 'usdm:A', time: RECORDED_MS + receivedMs + 1_250, price: '1.50', size: '2', id },
  eventTime: RECORDED_MS + receivedMs + 1_250,
  received: { ms: RECORDED_MS + receivedMs, ns: 0 },
  clockLeadMs: 1_250,
})

describe('playRecording', () => {
  let clock: FakeSourceClock
  let abort: AbortController
  let delivered: [atMs: number, id: string, timeMs: number][]
  let batches: number

  beforeEach(() => {
    clock = new FakeSourceClock(startMs)
    abort = new AbortController()
    delivered = []
    batches = 0
  })

  const play = (records: readonly RecordedRecord[], options: Partial<PlayOptions> = {}) =>
    playRecording({
      read: async function* () {
        yield* records
      },
      speed: 1,
      isLooping: false,
      isRetimed: true,
      clock,
      signal: abort.signal,
      deliver: (outgoing: readonly OutgoingRecord[]) => {
        batches++
        for (const { value, timeMs } of outgoing) {
          const id = value.type === 'trade' ? (value.id ?? '') : ''
          expect(value.time).toBe(timeMs)
          delivered.push([clock.nowMs() - startMs, id, timeMs - startMs])
        }
      },
      ...options,
    })

  it('hands records over when they were received, as if the first were now', async () => {
    const played = play([trade(0, 'a'), trade(0, 'b'), trade(100, 'c'), trade(2_000, 'd')])
    await clock.pass(1_999)
    expect(delivered).toEqual([
      [0, 'a', 0],
      [0, 'b', 0],
      [100, 'c', 100],
    ])
    await clock.pass(1)
    await played
    expect(delivered.at(-1)).toEqual([2_000, 'd', 2_000])
  })

  it('plays faster, and then event times follow the clock', async () => {
    const played = play([trade(0, 'a'), trade(1_000, 'b'), trade(5_000, 'c')], { speed: 10 })
    await clock.pass(500)
    await played
    expect(delivered).toEqual([
      [0, 'a', 0],
      [100, 'b', 100],
      [500, 'c', 500],
    ])
  })

  it('hands over together what lies closer than a timer', async () => {
    const played = play(Array.from({ length: 1_000 }, (_, i) => trade(i / 10, `${i}`)))
    await clock.pass(200)
    await played
    expect(delivered).toHaveLength(1_000)
    expect(batches).toBeLessThan(15)
  })

  it('begins again with event times that go on and ids of their own', async () => {
    const played = play([trade(0, 'a'), trade(200, 'b')], { isLooping: true })
    await clock.pass(2_700)
    abort.abort()
    await played
    expect(delivered).toEqual([
      [0, 'a', 0],
      [200, 'b', 200],
      [1_200, 'a-2', 1_200],
      [1_400, 'b-2', 1_400],
      [2_400, 'a-3', 2_400],
      [2_600, 'b-3', 2_600],
    ])
  })

  it('keeps the times of the recording when told so', async () => {
    await play([trade(0, 'a'), trade(90_000, 'b')], { isRetimed: false, speed: 0 })
    expect(delivered.map(([, id, timeMs]) => [id, timeMs + startMs])).toEqual([
      ['a', RECORDED_MS + 1_250],
      ['b', RECORDED_MS + 91_250],
    ])
  })

  it('as fast as possible waits for the taker, and lets the event loop have its turns', async () => {
    let isTaking = false
    let turns = 0
    const turn = () => {
      turns++
      if (!abort.signal.aborted) setImmediate(turn)
    }
    setImmediate(turn)
    await play(
      Array.from({ length: 5_000 }, (_, i) => trade(i * 1_000, `${i}`)),
      {
        speed: 0,
        deliver: async (outgoing) => {
          expect(isTaking).toBe(false)
          isTaking = true
          await Promise.resolve()
          isTaking = false
          for (const { timeMs } of outgoing) delivered.push([0, '', timeMs])
        },
      },
    )
    abort.abort()
    expect(delivered).toHaveLength(5_000)
    expect(turns).toBeGreaterThanOrEqual(4)
  })

  it('ends when aborted, while waiting or before it began, and an empty recording does not go round for ever', async () => {
    const played = play([trade(0, 'a'), trade(60_000, 'b')])
    await clock.pass(100)
    abort.abort()
    await played
    expect(delivered).toHaveLength(1)
    expect(clock.pending).toBe(0)
    await play([trade(0, 'a')])
    expect(delivered).toHaveLength(1)
    abort = new AbortController()
    await play([], { isLooping: true })
  })

  it('rejects with what reading or taking rejects with', async () => {
    const torn = new Error('torn')
    const read = async function* () {
      yield trade(0, 'a')
      throw torn
    }
    await expect(play([], { read })).rejects.toBe(torn)
    await expect(play([trade(0, 'a')], { deliver: () => Promise.reject(torn) })).rejects.toBe(torn)
  })
})
