import { describe, expect, it } from 'vitest'
import { printedChord } from './printed-chord.js'

describe('printedChord', () => {
  it('names the keys that the keyboard has', () => {
    expect(printedChord('Ctrl+K', 'Win32')).toEqual(['Ctrl', 'K'])
    expect(printedChord('Ctrl+Shift+Z', 'Linux x86_64')).toEqual(['Ctrl', 'Shift', 'Z'])
    expect(printedChord('Ctrl+Shift+Z', 'MacIntel')).toEqual(['⌘', 'Shift', 'Z'])
    expect(printedChord('Ctrl+K', 'iPad')).toEqual(['⌘', 'K'])
  })

  it('draws arrows, and leaves a plus alone', () => {
    expect(printedChord('Alt+ArrowUp', 'Win32')).toEqual(['Alt', '↑'])
    expect(printedChord('+', 'Win32')).toEqual(['+'])
    expect(printedChord('?', 'MacIntel')).toEqual(['?'])
  })
})
