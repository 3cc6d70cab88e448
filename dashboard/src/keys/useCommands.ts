import { onScopeDispose } from 'vue'
import { commandOf, type Command, type Place } from './command.js'

const TEXT_FIELDS = 'input, textarea, select, [contenteditable="true"]'
/** Controls for which the arrows, too, have a meaning of their own; of a plain button, which keeps the focus after a click, only Enter is. */
const OWN_KEYS = '[role="dialog"], [role="separator"]'
const PRESSABLE = 'button, a'
const CONTROL_KEYS = new Set(['Enter', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'End'])

/** Answers commands while the scope lives; `answer` says whether it did something, and only then is the key used up. */
export function useCommands(answer: (command: Command) => boolean, place: Place = 'desk'): void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const target = event.target instanceof Element ? event.target : null
    const isTaken =
      target !== null &&
      (target.matches(TEXT_FIELDS) ||
        (event.key === 'Enter' && target.closest(PRESSABLE) !== null) ||
        (CONTROL_KEYS.has(event.key) && target.closest(OWN_KEYS) !== null))
    const { key, ctrlKey, metaKey, altKey } = event
    const command = commandOf({ key, ctrlKey, metaKey, altKey, isTaken }, place)
    if (command !== null && answer(command)) event.preventDefault()
  }
  document.addEventListener('keydown', onKey)
  onScopeDispose(() => document.removeEventListener('keydown', onKey))
}
