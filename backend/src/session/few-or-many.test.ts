import { describe, expect, it } from 'vitest'
import { FewOrMany } from './few-or-many.js'

const [a, b, c] = [{ name: 'a' }, { name: 'b' }, { name: 'c' }]

describe('a set of few or many', () => {
  it('holds each once, whatever their number', () => {
    const set = new FewOrMany<{ name: string }>()
    expect([set.size, [...set]]).toEqual([0, []])
    for (const item of [a, a, b, b, c]) set.add(item)
    expect([...set]).toEqual([a, b, c])
    expect([set.size, set.has(b), set.has({ name: 'b' })]).toEqual([3, true, false])
    set.delete(b)
    set.delete(b)
    expect([...set]).toEqual([a, c])
    set.delete(a)
    set.delete(c)
    expect([set.size, [...set], set.has(a)]).toEqual([0, [], false])
  })

  it('forgets its only one', () => {
    const set = new FewOrMany<{ name: string }>()
    set.add(a)
    set.delete(b)
    expect([...set]).toEqual([a])
    set.delete(a)
    expect([set.size, set.has(a)]).toEqual([0, false])
    set.add(c)
    expect([...set]).toEqual([c])
  })

  it('may change while it is walked', () => {
    const set = new FewOrMany<{ name: string }>()
    for (const item of [a, b]) set.add(item)
    const seen = []
    for (const item of set) {
      seen.push(item)
      if (item === a) {
        set.delete(b)
        set.add(c)
      }
    }
    expect(seen).toEqual([a, c])
  })
})
