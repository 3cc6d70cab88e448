import { findRecording } from '@tickwall/tools'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readRecording } from './read-recording.js'
import type { RecordedRecord } from './recorded-record.js'
import { recordingFiles } from './recording-files.js'

const TRADES = 'venue,symbol,ts_ms,tx_ms,recv_ns,price,size,side,trade_id,order_type'
const QUOTES = 'venue,symbol,ts_ms,tx_ms,recv_ns,bid,bid_size,ask,ask_size,update_id'
const VENUE_TRADES = 'venue,symbol,ts_us,recv_s,price,size,side,trade_id'
const METRICS = 'series,ts,value'

async function read(files: readonly string[]): Promise<RecordedRecord[]> {
  const records: RecordedRecord[] = []
  for await (const record of readRecording(files)) records.push(record)
  return records
}

describe('readRecording', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tickwall-read-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const write = (name: string, lines: readonly string[], end = '\n') => {
    const file = join(folder, name)
    const text = lines.join(end) + end
    writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text)
    return file
  }
  const trade = (ns: string, id: string) => `usdm,A,1000,1000,${ns},1.5,2,buy,${id},MARKET`
  const quote = (ns: string, bid: string) => `usdm,A,1000,1000,${ns},${bid},1,9,1,77`
  const labels = (records: readonly RecordedRecord[]) =>
    records.map(({ value }) => (value.type === 'trade' ? value.id : value.type === 'quote' ? value.bid : value.value))

  it('merges files into the order of receipt, to the nanosecond; equal moments keep the order of the files', async () => {
    const trades = write('x_trades.csv.gz', [
      TRADES,
      trade('1723161254087896568', 't1'),
      trade('1723161254087896570', 't2'),
      trade('1723161254087896571', 't3'),
    ])
    const quotes = write('x_quotes.csv.gz', [
      QUOTES,
      quote('1723161254087896567', '1'),
      quote('1723161254087896569', '2'),
      quote('1723161254087896570', '3'),
    ])
    expect(labels(await read([trades, quotes]))).toEqual(['1', 't1', '2', 't2', '3', 't3'])
    expect(labels(await read([quotes, trades]))).toEqual(['1', 't1', '2', '3', 't2', 't3'])
  })

  it('reads packed and unpacked files, with either line end, with and without a last one', async () => {
    const rows = [TRADES, trade('1723161254087896568', 't1'), trade('1723161254087896570', 't2')]
    expect(labels(await read([write('a_trades.csv', rows, '\r\n')]))).toEqual(['t1', 't2'])
    const open = join(folder, 'b_trades.csv')
    writeFileSync(open, rows.join('\n'))
    expect(labels(await read([open]))).toEqual(['t1', 't2'])
  })

  it('puts feeds that follow each other in one excerpt into one order', async () => {
    const file = write('v_trades.csv.gz', [
      VENUE_TRADES,
      'one,A,1633998523963000,1633998523.9,1,1,buy,late',
      'two,A,1618677785116000,1618677786.7,1,1,buy,early',
    ])
    expect(labels(await read([file]))).toEqual(['early', 'late'])
  })

  it('begins metrics with the market they are played beside', async () => {
    const trades = write('x_trades.csv.gz', [
      TRADES,
      trade('1723161254087896568', 't1'),
      trade('1723161256087896568', 't2'),
    ])
    const metrics = write('m.csv.gz', [
      METRICS,
      'a,2014-02-14 14:30:00,1',
      'a,2014-02-14 14:35:00,2',
      'a,2014-02-14 14:45:00,3',
    ])
    expect(labels(await read([metrics, trades]))).toEqual([1, 't1', 2, 't2', 3])
  })

  it('has nothing to say about empty files', async () => {
    expect(await read([write('x_trades.csv.gz', [TRADES]), write('m.csv.gz', [METRICS])])).toEqual([])
  })

  it('refuses what it cannot read with an operating fault', async () => {
    const whole = gzipSync(
      [TRADES, ...Array.from({ length: 5_000 }, (_, i) => trade('1723161254087896568', `${i * 7919}`))].join('\n'),
    )
    const torn = join(folder, 'torn_trades.csv.gz')
    writeFileSync(torn, whole.subarray(0, whole.length / 2))
    const bad = { name: 'OperatingFault', code: 'badRecording', retryable: false }
    await expect(read([torn])).rejects.toMatchObject(bad)
    await expect(read([join(folder, 'missing_trades.csv.gz')])).rejects.toMatchObject(bad)
    await expect(read([write('candles.csv.gz', ['series,interval,ts,open', 'a,b,c,d'])])).rejects.toMatchObject(bad)
    await expect(read([write('nothing.csv', [])])).rejects.toMatchObject(bad)
  })

  it('lets go of its files when left early', async () => {
    const file = write('x_trades.csv.gz', [
      TRADES,
      ...Array.from({ length: 50 }, (_, i) => trade('1723161254087896568', `${i}`)),
    ])
    const before = openFiles()
    for (let i = 0; i < 50; i++) for await (const record of readRecording([file])) if (record.key) break
    await vi.waitFor(() => expect(openFiles()).toBeLessThan(before + 10))
  })
})

/** Linux tells; elsewhere the same code runs. */
const openFiles = () => (process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0)

/** It takes seconds where many tests share a core, and some more to be generated. */
describe('the recording to test with', { timeout: 30_000 }, () => {
  const { dir, name, generated } = findRecording()
  const which = generated ? `${name}, generated` : name

  it(`gives every row of ${which} once, in the order of receipt, the same every time`, async () => {
    const files = await recordingFiles(dir, [name])
    const rows = files.reduce(
      (sum, file) => sum + gunzipSync(readFileSync(file)).toString().trimEnd().split('\n').length - 1,
      0,
    )
    let count = 0
    let backwards = 0
    let lastMs = 0
    let lastNs = 0
    let digest = 0
    for await (const { received, value } of readRecording(files)) {
      count++
      if (received.ms < lastMs || (received.ms === lastMs && received.ns < lastNs)) backwards++
      lastMs = received.ms
      lastNs = received.ns
      digest = (digest * 31 + received.ns + (value.type === 'trade' ? 1 : 2)) % 1_000_003
    }
    expect(count).toBe(generated ? rows : 262_416)
    expect(count).toBe(rows)
    expect(backwards).toBe(0)
    let again = 0
    for await (const { received, value } of readRecording(files)) {
      again = (again * 31 + received.ns + (value.type === 'trade' ? 1 : 2)) % 1_000_003
    }
    expect(again).toBe(digest)
  })

  it(`keeps every text of ${which} as the files have it`, async () => {
    const files = await recordingFiles(dir, [name])
    const lines = gunzipSync(readFileSync(files[0]!)).toString().split('\n', 2_001).slice(1)
    const trades: string[] = []
    for await (const { key, value, received } of readRecording(files)) {
      if (value.type !== 'trade') continue
      trades.push(`${key}|${value.time}|${received.ms}|${value.price}|${value.size}|${value.side}|${value.id}`)
      if (trades.length === lines.length) break
    }
    expect(trades).toEqual(
      lines.map((line) => {
        const [venue, symbol, time, , recv = '', price, size, side, id] = line.split(',')
        return `${venue}:${symbol}|${time}|${recv.slice(0, 13)}|${price}|${size}|${side}|${id}`
      }),
    )
  })
})
