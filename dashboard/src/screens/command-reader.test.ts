import { describe, expect, it } from 'vitest'
import { CommandReader } from './command-reader.js'

const reload = { command: 'reload', screens: '*', at: 100, until: 1000 }

function store(kept: readonly string[] = []) {
  let ids = kept
  return { read: () => ids, write: (next: readonly string[]) => void (ids = next) }
}
const idsOf = (commands: readonly { id: string }[]) => commands.map(({ id }) => id)

describe('CommandReader', () => {
  it('[SYS8] leaves alone what was there when it first heard of the topic', () => {
    const reader = new CommandReader(store())
    expect(reader.take({ a: reload }, '', 200)).toEqual([])
    expect(reader.take({ a: reload }, '', 201)).toEqual([])
    expect(idsOf(reader.take({ a: reload, b: reload }, '', 300))).toEqual(['b'])
  })

  it('[SYS8] does each once, also after a reconnect, from another gateway, and after the reload that it was', () => {
    const kept = store()
    const reader = new CommandReader(kept)
    reader.take({}, '', 100)
    expect(idsOf(reader.take({ a: reload }, '', 200))).toEqual(['a'])
    reader.take({}, '', 250)
    expect(reader.take({ a: reload }, '', 300)).toEqual([])
    const after = new CommandReader(kept)
    after.take({}, '', 300)
    expect(after.take({ a: reload }, '', 310)).toEqual([])
  })

  it('[SYS8] does what came while it was away, if it is still in time', () => {
    const reader = new CommandReader(store())
    reader.take({}, '', 100)
    expect(idsOf(reader.take({ a: reload, late: { ...reload, until: 500 } }, '', 500))).toEqual(['a'])
    expect(reader.take({ a: reload, late: { ...reload, until: 500 } }, '', 400)).toEqual([])
  })

  it('[SYS5] does what is meant for it', () => {
    const reader = new CommandReader(store())
    reader.take({}, 'lobby', 100)
    const state = { a: { ...reload, screens: 'desk-*' }, b: { ...reload, screens: 'lob*' } }
    expect(idsOf(reader.take(state, 'lobby', 200))).toEqual(['b'])
    // What was for others stays for others, though this one is renamed.
    expect(reader.take(state, 'desk-1', 300)).toEqual([])
  })

  it.each([
    null,
    7,
    [],
    {},
    { ...reload, command: 'eval' },
    { ...reload, command: 'goto' },
    { ...reload, until: null },
  ])('does nothing that it does not know: %j', (value) => {
    const reader = new CommandReader(store())
    reader.take({}, '', 100)
    expect(reader.take({ a: value }, '', 200)).toEqual([])
  })

  it('remembers so many ids and no more', () => {
    const kept = store()
    const reader = new CommandReader(kept)
    reader.take({}, '', 100)
    for (let i = 0; i < 100; i++) reader.take({ [`id${String(i)}`]: reload }, '', 200)
    expect(kept.read()).toHaveLength(64)
    expect(kept.read().at(-1)).toBe('id99')
  })
})
