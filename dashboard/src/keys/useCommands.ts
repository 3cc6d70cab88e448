import { onScopeDispose } from 'vue'
import { commandOf, type Command, type Place } from './command.js'
import { isModalOpen, isTakenKey } from './taken-key.js'

/** Answers commands while the scope lives; `answer` says whether it did something, and only then is the key used up. */
export function useCommands(answer: (command: Command) => boolean, place: Place = 'desk'): void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || isModalOpen()) return
    const { key, ctrlKey, metaKey, altKey } = event
    const command = commandOf({ key, ctrlKey, metaKey, altKey, isTaken: isTakenKey(event) }, place)
    if (command !== null && answer(command)) event.preventDefault()
  }
  document.addEventListener('keydown', onKey)
  onScopeDispose(() => document.removeEventListener('keydown', onKey))
}
