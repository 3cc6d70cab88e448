import { describe, expect, it } from 'vitest'
import { HourLines, type Closes } from './hour-lines.js'
import { loadClosesBy, readCloses } from './load-closes.js'

const MINUTE_MS = 60_000
const values = (lines: HourLines, name: string) => {
  const line = lines.get(name)
  return line === null ? null : Array.from({ length: line.length }, (_, index) => line.at(index))
}

describe('HourLines', () => {
  it('asks for the past of an instrument once', async () => {
    const asked: string[][] = []
    const lines = new HourLines((names) => {
      asked.push([...names])
      return Promise.resolve(new Map<string, Closes>(names.map((name) => [name, [[0, 1]]])))
    })
    expect(await Promise.all([lines.need(['a', 'b']), lines.need(['b', 'c'])])).toEqual([['a', 'b'], ['c']])
    expect(await lines.need(['a', 'b', 'c'])).toEqual([])
    expect(asked).toEqual([['a', 'b'], ['c']])
    lines.forgetPast()
    expect(await lines.need(['a'])).toEqual(['a'])
  })

  it('may ask again after a load that failed', async () => {
    const known = new Set(['a'])
    const asked: string[][] = []
    const lines = new HourLines((names) => {
      asked.push([...names])
      return Promise.resolve(new Map(names.filter((name) => known.has(name)).map((name) => [name, []])))
    })
    expect(await lines.need(['a', 'b'])).toEqual(['a'])
    known.add('b')
    expect(await lines.need(['a', 'b'])).toEqual(['b'])
    expect(asked).toEqual([['a', 'b'], ['b']])
  })

  it('keeps the quote that is newer than the bars', async () => {
    const bars: Closes = [
      [0, 10],
      [MINUTE_MS, 11],
    ]
    const lines = new HourLines(() => Promise.resolve(new Map([['a', bars]])))
    lines.push('a', MINUTE_MS + 30_000, 12)
    await lines.need(['a'])
    expect(values(lines, 'a')).toEqual([10, 12])
    lines.push('a', 3 * MINUTE_MS, 13)
    expect(values(lines, 'a')).toEqual([10, 12, NaN, 13])
    expect(lines.get('b')).toBeNull()
  })

  it('lets the bars win over an older quote', async () => {
    const lines = new HourLines(() => Promise.resolve(new Map<string, Closes>([['a', [[MINUTE_MS, 11]]]])))
    lines.push('a', 0, 9)
    await lines.need(['a'])
    expect(values(lines, 'a')).toEqual([11])
  })
})

describe('loadClosesBy', () => {
  it('asks for one hour of minutes an instrument, four at a time', async () => {
    const paths: string[] = []
    let underWay = 0
    let most = 0
    const load = loadClosesBy(async (path) => {
      paths.push(path)
      most = Math.max(most, ++underWay)
      await Promise.resolve()
      underWay--
      return Response.json({ items: [[60_000, '1', '2', '0', '1.5', '7']] })
    })
    const names = Array.from({ length: 9 }, (_, index) => `v:S&${index}`)
    const loaded = await load(names)
    expect([...loaded.keys()].sort()).toEqual(names)
    expect(loaded.get('v:S&3')).toEqual([[60_000, 1.5]])
    expect(paths[0]).toBe('/api/bars?instrument=v%3AS%260&interval=1m&limit=60')
    expect(most).toBeLessThanOrEqual(4)
  })
  it('keeps what it got when an instrument is refused, cut off or not reached', async () => {
    const load = loadClosesBy((path) => {
      if (path.includes('=refused')) return Promise.resolve(new Response('', { status: 503 }))
      if (path.includes('=cut')) return Promise.resolve(new Response('{"items":[['))
      if (path.includes('=away')) return Promise.reject(new TypeError('Failed to fetch'))
      return Promise.resolve(Response.json({ items: [[60_000, '1', '2', '0', '1.5', '7']] }))
    })
    const names = ['a', 'refused', 'cut', 'away', 'b', 'c', 'd', 'e']
    expect([...(await load(names)).keys()].sort()).toEqual(['a', 'b', 'c', 'd', 'e'])
  })
  it.each([null, '', 'x', 7, undefined])('takes a close of %j for no price', (close) => {
    const whole = [120_000, '1', '2', '0', '-0.5', '7']
    expect(
      readCloses({ items: [[60_000, '1', '2', '0', close, '7'], [null, '1', '2', '0', '1', '7'], whole] }),
    ).toEqual([[120_000, -0.5]])
  })
  it.each([null, 'x', 3, {}, { items: 'x' }, { items: [null, 7, {}] }])('makes nothing of %j', (answer) => {
    expect(readCloses(answer)).toEqual([])
  })
})
