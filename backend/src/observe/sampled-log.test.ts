import { describe, expect, it } from 'vitest'
import { SampledLog } from './sampled-log.js'

describe('SampledLog', () => {
  it('writes the first of each reason, then at most one a second with the count held back', () => {
    let nowMs = 50
    const written: [string, number][] = []
    const log = new SampledLog<string>(
      () => nowMs,
      (reason, held) => written.push([reason, held]),
    )
    for (let i = 0; i < 5; i++) log.event('notJson', {})
    log.event('keyMismatch', {})
    expect(written).toEqual([
      ['notJson', 0],
      ['keyMismatch', 0],
    ])
    nowMs += 999
    log.event('notJson', {})
    expect(written).toHaveLength(2)
    nowMs += 1
    log.event('notJson', {})
    expect(written.at(-1)).toEqual(['notJson', 5])
    nowMs += 1000
    log.event('notJson', {})
    expect(written.at(-1)).toEqual(['notJson', 0])
  })

  it('hands the fields of the event that is written', () => {
    const fields: object[] = []
    new SampledLog(
      () => 0,
      (_reason, _held, given) => fields.push(given),
    ).event('tombstone', { partition: 3, offset: 17 })
    expect(fields).toEqual([{ partition: 3, offset: 17 }])
  })
})
