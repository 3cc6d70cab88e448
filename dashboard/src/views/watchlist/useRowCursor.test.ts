import { effectScope, nextTick, ref, shallowRef } from 'vue'
import { describe, expect, it } from 'vitest'
import type { RowItem } from './rank.js'
import { useRowCursor } from './useRowCursor.js'

const row = (instrument: string): RowItem => ({ kind: 'row', instrument })

function cursorOn(names: readonly string[], chosen: string | null) {
  const items = shallowRef<readonly RowItem[]>(names.map(row))
  const selected = ref(chosen)
  const list = ref('a')
  const scope = effectScope()
  const cursor = scope.run(() =>
    useRowCursor(
      () => items.value,
      () => selected.value,
      () => list.value,
    ),
  )!
  const at = async () => {
    await nextTick()
    return cursor.item.value?.kind === 'row' ? cursor.item.value.instrument : null
  }
  const become = (...next: string[]) => {
    items.value = next.map(row)
  }
  return { cursor, selected, list, at, become }
}

describe('the cursor of the rows', () => {
  it('follows what is selected, and stays on its row when the order changes', async () => {
    const { at, become, selected } = cursorOn(['a', 'b', 'c'], 'b')
    expect(await at()).toBe('b')
    become('b', 'c', 'a')
    expect(await at()).toBe('b')
    selected.value = 'c'
    expect(await at()).toBe('c')
  })

  it('goes on with the row that takes the place of one that went away, at the end with the one above', async () => {
    const { cursor, at, become } = cursorOn(['a', 'b', 'c'], 'b')
    await at()
    become('a', 'c')
    expect(await at()).toBe('c')
    become('a')
    expect(await at()).toBe('a')
    become()
    expect(await at()).toBeNull()
    expect(cursor.step(1)).toBeNull()
  })

  it('begins in another list at what is selected, or at its top', async () => {
    const { at, become, list } = cursorOn(['a', 'b', 'c'], 'c')
    await at()
    list.value = 'b'
    become('x', 'y', 'z')
    expect(await at()).toBe('x')
    list.value = 'a'
    become('a', 'b', 'c')
    expect(await at()).toBe('c')
  })
})
