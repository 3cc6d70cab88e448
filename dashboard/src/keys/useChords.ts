import { onScopeDispose } from 'vue'
import { chordOf, isModified } from './chord.js'
import { isModalOpen, isTakenKey } from './taken-key.js'
import { pageCommands } from './usePageCommands.js'

/** Runs registered commands by their keys while the scope lives; called once for the page. */
export function useChords(): void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.repeat || isModalOpen()) return
    const chord = chordOf(event)
    if (!isModified(chord) && isTakenKey(event)) return
    // In a text field Ctrl+Z is the field's own.
    if (chord.startsWith('Ctrl+') && chord !== 'Ctrl+K' && isTakenKey(event)) return
    const command = pageCommands().find(({ keys }) => keys === chord)
    if (command === undefined) return
    event.preventDefault()
    command.run()
  }
  document.addEventListener('keydown', onKey)
  onScopeDispose(() => document.removeEventListener('keydown', onKey))
}
