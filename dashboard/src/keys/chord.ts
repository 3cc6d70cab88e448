/** The part of a keyboard event that names a chord. */
export interface ChordPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/**
 * A press in the spelling of `PageCommand.keys`; Ctrl and ⌘ are one. With Alt or Ctrl the key's place counts, because Alt turns letters into
 * others on a Mac.
 */
export function chordOf({ key, code, ctrlKey, metaKey, altKey, shiftKey }: ChordPress): string {
  const isModified = ctrlKey || metaKey || altKey
  const placed = /^(?:Key([A-Z])|Digit(\d))$/.exec(code)
  const name = isModified && placed !== null ? (placed[1] ?? placed[2] ?? key) : key === ' ' ? 'Space' : key
  const isShifted = shiftKey && (isModified || name.length > 1)
  return `${ctrlKey || metaKey ? 'Ctrl+' : ''}${altKey ? 'Alt+' : ''}${isShifted ? 'Shift+' : ''}${name}`
}

/** Whether someone who is typing is not disturbed by this chord. */
export const isModified = (chord: string): boolean => /^(Ctrl|Alt)\+/.test(chord)
