import { expect, it } from 'vitest'
import { chordOf, isModified } from './chord.js'

const press = { key: '', code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

it.each([
  [{ key: '?', code: 'Slash', shiftKey: true }, '?'],
  [{ key: 'Delete', code: 'Delete' }, 'Delete'],
  [{ key: ' ', code: 'Space' }, 'Space'],
  [{ key: 'z', code: 'KeyZ', ctrlKey: true }, 'Ctrl+Z'],
  [{ key: 'z', code: 'KeyZ', metaKey: true, shiftKey: true }, 'Ctrl+Shift+Z'],
  // A Mac writes ® with Alt and R.
  [{ key: '®', code: 'KeyR', altKey: true }, 'Alt+R'],
  [{ key: 'Enter', code: 'Enter', altKey: true }, 'Alt+Enter'],
  [{ key: 'ArrowUp', code: 'ArrowUp', shiftKey: true }, 'Shift+ArrowUp'],
])('%o is %s', (part, chord) => {
  expect(chordOf({ ...press, ...part })).toBe(chord)
})

it('disturbs nobody who types with chords of Ctrl or Alt', () => {
  expect(['Ctrl+Z', 'Alt+R', 'Delete', '?', 'Shift+ArrowUp'].map(isModified)).toEqual([true, true, false, false, false])
})
