import { describe, expect, it } from 'vitest'
import { Entries } from './entries.js'
import { SysTopics } from './sys-topics.js'

const made = (most: number) => {
  const topic = new SysTopics(() => 'e').topic('announcements')
  return { topic, entries: new Entries<{ text: string }>(topic, most) }
}

describe('Entries', () => {
  it('[SYS4] are fields by their id, until they end', () => {
    const { topic, entries } = made(9)
    entries.put('a', { text: 'one' }, 1000, 10)
    entries.put('b', { text: 'two' }, 2000, 10)
    entries.sweep(999)
    expect(topic.state()).toEqual({ a: { text: 'one' }, b: { text: 'two' } })
    const { offset } = topic.position()
    entries.sweep(1000)
    expect([topic.state(), topic.changesSince(offset)]).toEqual([{ b: { text: 'two' } }, { a: null }])
    expect([entries.has('a'), entries.has('b'), entries.size]).toEqual([false, true, 1])
  })

  it('replaces one of the same id, and lets it end anew', () => {
    const { topic, entries } = made(9)
    entries.put('a', { text: 'one' }, 1000, 10)
    entries.put('a', { text: 'once more' }, 3000, 20)
    entries.sweep(1000)
    expect(topic.state()).toEqual({ a: { text: 'once more' } })
    expect([...entries.values()]).toEqual([{ text: 'once more' }])
  })

  it('[SYS4] makes room for a new one by the oldest, in one change', () => {
    const { topic, entries } = made(2)
    for (const id of ['a', 'b', 'c']) entries.put(id, { text: id }, 1000, 10)
    expect(topic.state()).toEqual({ b: { text: 'b' }, c: { text: 'c' } })
    expect(topic.changesSince(2)).toEqual({ c: { text: 'c' }, a: null })
  })

  it('takes one back, once', () => {
    const { topic, entries } = made(2)
    entries.put('a', { text: 'one' }, 1000, 10)
    expect([entries.remove('a', 20), entries.remove('a', 20)]).toEqual([true, false])
    expect(topic.state()).toEqual({})
  })
})
