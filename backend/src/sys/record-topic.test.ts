import { describe, expect, it } from 'vitest'
import { RecordTopic } from './record-topic.js'

const topic = (order?: readonly string[]) => {
  let turns = 0
  const record = new RecordTopic({
    ...{ name: 'screens', ref: 7, epoch: 'e1', changed: () => void turns++ },
    ...(order === undefined ? {} : { order }),
  })
  return { record, turns: () => turns }
}

describe('RecordTopic', () => {
  it('[SYS2] counts its changes under its own epoch, and is known before the first', () => {
    const { record, turns } = topic()
    expect(record.name).toBe('sys/screens')
    expect([record.position(), record.state()]).toEqual([{ epoch: 'e1', offset: 0 }, {}])
    record.set({ a: 1, b: { c: 2 } }, 100)
    record.set({ a: 1, b: { c: 2 } }, 200)
    expect([record.position(), record.publishedAt(), turns()]).toEqual([{ epoch: 'e1', offset: 1 }, 100, 1])
    record.set({ a: 2 }, 300)
    expect([record.position().offset, record.publishedAt(), turns()]).toEqual([2, 300, 2])
    expect(record.state()).toEqual({ a: 2, b: { c: 2 } })
  })

  it('[SYS2] tells from any position what changed since, and what ceased', () => {
    const { record } = topic()
    record.set({ a: 1, b: 1 }, 1)
    record.set({ a: undefined, c: 3 }, 2)
    record.set({ a: undefined, nothing: undefined }, 3)
    expect(record.position().offset).toBe(2)
    expect(record.changesSince(0)).toEqual({ b: 1, c: 3, a: null })
    expect(record.changesSince(1)).toEqual({ c: 3, a: null })
    expect(record.changesSince(2)).toBeNull()
    record.set({ a: 4 }, 4)
    expect(record.changesSince(1)).toEqual({ c: 3, a: 4 })
    expect([record.answers(0), record.answers(3), record.answers(4)]).toEqual([true, true, false])
  })

  it('[STA5] keeps the order of its fields, whenever they came', () => {
    const { record } = topic(['a', 'b', 'c'])
    record.set({ c: 3, a: 1 }, 1)
    record.set({ b: 2, a: undefined }, 2)
    expect(JSON.stringify(record.state())).toBe('{"b":2,"c":3}')
    expect(JSON.stringify(record.changesSince(0))).toBe('{"a":null,"b":2,"c":3}')
  })

  it('remembers a thousand fields that ceased, and gives no delta from before the first that is forgotten', () => {
    const { record } = topic()
    for (let i = 0; i < 1001; i++) {
      record.set({ [`f${String(i)}`]: i }, i)
      record.set({ [`f${String(i)}`]: undefined }, i)
    }
    expect([record.answers(1), record.answers(2)]).toEqual([false, true])
    expect(record.state()).toEqual({})
  })

  it('tells its followers, as long as they follow', () => {
    const { record } = topic()
    const told: string[] = []
    const end = record.follow(() => told.push('one'))
    record.follow(() => told.push('two'))
    record.set({ a: 1 }, 1)
    end()
    record.set({ a: 2 }, 2)
    expect(told).toEqual(['one', 'two', 'two'])
  })
})
