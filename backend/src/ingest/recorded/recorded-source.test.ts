import { findRecording } from '@tickwall/tools'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeSourceClock } from '../../../test/fakes/fake-source-clock.js'
import { RecordingSink } from '../../../test/fakes/recording-sink.js'
import type { PartitionId } from '../source.js'
import { readRecording } from './read-recording.js'
import { RecordedSource, type RecordedOptions } from './recorded-source.js'
import { recordingFiles } from './recording-files.js'

const startMs = Date.UTC(2026, 2, 2, 9, 30)
const nameOf = ({ log, partition }: PartitionId) => `${log}-${partition}`
const TRADES = 'venue,symbol,ts_ms,tx_ms,recv_ns,price,size,side,trade_id,order_type'

/** A whole recording takes seconds where many tests share a core. */
describe('RecordedSource', { timeout: 30_000 }, () => {
  let folder: string
  let clock: FakeSourceClock
  let sink: RecordingSink
  let source: RecordedSource | null = null

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tickwall-recorded-'))
    clock = new FakeSourceClock(startMs)
    sink = new RecordingSink()
  })
  afterEach(async () => {
    await source?.stop()
    source = null
    rmSync(folder, { recursive: true, force: true })
  })

  /** Trades received at the given milliseconds, by a clock 1,250 ms behind the venue's. */
  const write = (name: string, receivedMs: readonly number[]) => {
    const rows = receivedMs.map(
      (ms, i) => `usdm,A,${1_700_000_001_250 + ms},1,${1_700_000_000_000 + ms}000500,1.50,2,buy,${100 + i},MARKET`,
    )
    writeFileSync(join(folder, `${name}_trades.csv.gz`), gzipSync([TRADES, ...rows].join('\n')))
  }
  const start = async (options: Partial<RecordedOptions>) => {
    source = new RecordedSource({ clock, epochOf: nameOf, folder, names: ['x'], tickPartitions: 2, ...options })
    await source.start(sink)
    return source
  }
  const trades = () => sink.allValues().map((value) => JSON.parse(value) as { id: string; time: number })
  const isWhole = () =>
    [...sink.partitions.values()].every(({ records }) => records.every(({ offset }, i) => offset === i))

  it('is live while it plays, with the event times of now', async () => {
    write('x', [0, 100])
    const playing = await start({ isLooping: false, speed: 0 })
    expect(playing.state).toBe('live')
    await playing.finished
    expect(playing.state).toBe('live')
    expect(trades().map(({ id, time }) => [id, time - startMs])).toEqual([
      ['100', 0],
      ['101', 0],
    ])
    expect(isWhole()).toBe(true)
    const id = { log: 'ticks', partition: 0 } as const
    expect(await playing.logEnd(id)).toBe(sink.of(id).records.length)
    expect(await playing.logEnd({ log: 'ticks', partition: 9 })).toBeNull()
  })

  it('keeps the times and ids of the recording when told so', async () => {
    write('x', [0, 200])
    const playing = await start({ isLooping: false, isRetimed: false, speed: 0 })
    await playing.finished
    expect(trades().map(({ id, time }) => [id, time])).toEqual([
      ['100', 1_700_000_001_250],
      ['101', 1_700_000_001_450],
    ])
    for (const { records } of sink.partitions.values()) {
      for (const { timestamp, publishedAt, value } of records) {
        expect(timestamp).toBe((JSON.parse(String(value)) as { time: number }).time)
        expect(publishedAt).toBe(startMs)
      }
    }
  })

  it('does not begin without its files, and is lost when they turn out to be broken', async () => {
    await expect(start({ names: ['y'] })).rejects.toMatchObject({ code: 'noRecording', retryable: false })
    await expect(start({ folder: join(folder, 'nowhere') })).rejects.toMatchObject({ code: 'noRecording' })
    writeFileSync(join(folder, 'x_trades.csv.gz'), 'no gzip')
    const faults: unknown[] = []
    const playing = await start({ onFault: (fault) => faults.push(fault) })
    await playing.finished
    expect(playing.state).toBe('lost')
    expect(faults).toMatchObject([{ code: 'badRecording' }])
  })

  it('stops in the middle, and leaves no timer', async () => {
    write('x', [0, 5_000])
    const playing = await start({})
    await vi.waitFor(() => expect(trades()).toHaveLength(1))
    await playing.stop()
    await playing.stop()
    expect(clock.pending).toBe(0)
    expect(trades()).toHaveLength(1)
  })

  it('hands over every record of the recording to test with, unchanged and each name in its order', async () => {
    const { dir, name } = findRecording()
    const playing = await start({ folder: dir, names: [name], isLooping: false, isRetimed: false, speed: 0 })
    await playing.finished
    const seen = new Map<string, string[]>()
    for (const [partition, { records }] of sink.partitions) {
      for (const { key, value } of records) {
        const list = seen.get(`${partition} ${String(key)}`)
        if (list === undefined) seen.set(`${partition} ${String(key)}`, [String(value)])
        else list.push(String(value))
      }
    }
    const wanted = new Map<string, string[]>()
    for await (const { key, value } of readRecording(await recordingFiles(dir, [name]))) {
      const list = wanted.get(key)
      if (list === undefined) wanted.set(key, [JSON.stringify(value)])
      else list.push(JSON.stringify(value))
    }
    expect(isWhole()).toBe(true)
    expect(seen.size).toBe(wanted.size)
    for (const [place, values] of seen)
      expect(values.join('\n') === wanted.get(place.split(' ')[1]!)!.join('\n')).toBe(true)
  })
})
