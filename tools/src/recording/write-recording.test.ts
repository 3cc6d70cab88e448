import { readRecording } from '@tickwall/backend/ingest/recorded/read-recording.js'
import type { RecordedRecord } from '@tickwall/backend/ingest/recorded/recorded-record.js'
import { recordingFiles } from '@tickwall/backend/ingest/recorded/recording-files.js'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordingNames } from './recording-names.js'
import { recordingRows } from './recording-rows.js'
import { writeRecording } from './write-recording.js'

const MIDNIGHT_MS = Date.UTC(2024, 7, 9)

/** Writing takes a second or two, and more where many tests share a core. */
describe('a generated recording', { timeout: 60_000 }, () => {
  let folder: string
  let records: RecordedRecord[] = []
  const trades = () => records.flatMap(({ value, ...rest }) => (value.type === 'trade' ? [{ ...rest, value }] : []))

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tickwall-recording-'))
    const name = writeRecording(folder, 7)
    records = []
    for await (const record of readRecording(await recordingFiles(folder, [name]))) records.push(record)
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('has at least 250,000 records of at least 6 names, 93,000 of them on one', () => {
    expect(records.length).toBeGreaterThanOrEqual(250_000)
    const counts = new Map<string, number>()
    for (const { key } of records) counts.set(key, (counts.get(key) ?? 0) + 1)
    expect(counts.size).toBe(recordingNames.length)
    expect(counts.size).toBeGreaterThanOrEqual(6)
    expect(Math.max(...counts.values())).toBeGreaterThanOrEqual(93_000)
  })

  it('has prices of every scale from 0 to 10 decimals, and some below zero', () => {
    const scales = new Set<number>()
    let belowZero = 0
    for (const { value } of trades()) {
      scales.add((value.price.split('.')[1] ?? '').length)
      if (value.price.startsWith('-')) belowZero++
    }
    for (let scale = 0; scale <= 10; scale++) expect(scales).toContain(scale)
    expect(belowZero).toBeGreaterThan(5)
  })

  it('lies on both sides of midnight, with trades of the day before after it', () => {
    const after = trades().filter(({ received }) => received.ms >= MIDNIGHT_MS)
    expect(records[0]!.eventTime).toBeLessThan(MIDNIGHT_MS - 60_000)
    expect(after.length).toBeGreaterThan(10_000)
    const lateKeys = new Set(
      after
        .filter(({ eventTime, received }) => eventTime < MIDNIGHT_MS && received.ms > MIDNIGHT_MS + 5_000)
        .map(({ key }) => key),
    )
    expect(lateKeys.size).toBeGreaterThan(2)
  })

  it('has duplicates within the last 1,024 trades of their name, the same but for the time of receipt', () => {
    const seen = new Map<string, { readonly index: number; readonly text: string }>()
    const counts = new Map<string, number>()
    let duplicates = 0
    for (const { key, value } of trades()) {
      const index = (counts.get(key) ?? 0) + 1
      counts.set(key, index)
      const id = `${key} ${value.id}`
      const first = seen.get(id)
      if (first === undefined) seen.set(id, { index, text: JSON.stringify(value) })
      else {
        duplicates++
        expect(JSON.stringify(value)).toBe(first.text)
        expect(index - first.index).toBeLessThan(1_024)
      }
    }
    expect(duplicates).toBeGreaterThan(50)
    expect(recordingRows(7).counts.duplicate).toBe(duplicates)
  })

  it('has trades out of the order of event time', () => {
    const newest = new Map<string, number>()
    let outOfOrder = 0
    for (const { key, eventTime } of trades()) {
      if (eventTime < (newest.get(key) ?? 0) - 40) outOfOrder++
      newest.set(key, Math.max(newest.get(key) ?? 0, eventTime))
    }
    expect(outOfOrder).toBeGreaterThan(200)
  })

  it('never crosses a quote, bursts on one name, and is in the order of receipt', () => {
    let lastNs = 0
    let lastMs = 0
    const burst = new Map<string, number>()
    for (const { key, value, received } of records) {
      if (value.type === 'quote' && Number(value.bid) >= Number(value.ask)) expect.fail(JSON.stringify(value))
      if (received.ms < lastMs || (received.ms === lastMs && received.ns < lastNs)) expect.fail(`at ${received.ms}`)
      lastMs = received.ms
      lastNs = received.ns
      const cell = `${key} ${Math.floor(received.ms / 100)}`
      burst.set(cell, (burst.get(cell) ?? 0) + 1)
    }
    expect([...burst.values()].reduce((most, count) => Math.max(most, count), 0)).toBeGreaterThan(500)
  })

  it('is the same for the same seed, another for another, and is not written twice', () => {
    const files = readdirSync(folder).sort()
    const before = files.map((file) => readFileSync(join(folder, file)))
    writeRecording(folder, 7)
    expect(readdirSync(folder).sort()).toEqual(files)
    const again = mkdtempSync(join(tmpdir(), 'tickwall-recording-'))
    writeRecording(again, 7)
    expect(files.map((file) => readFileSync(join(again, file)).equals(before[files.indexOf(file)]!))).toEqual([
      true,
      true,
    ])
    rmSync(again, { recursive: true, force: true })
    expect(recordingRows(8).trades[0]).not.toBe(recordingRows(7).trades[0])
  })
})
