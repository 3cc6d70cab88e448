import { onScopeDispose, shallowRef, type Ref } from 'vue'
import { isModalOpen } from '../../keys/taken-key.js'

const TEXT_FIELDS = 'input, textarea, select, [contenteditable="true"]'

/** A text that was pasted beside all text fields and waits to be imported; null for none. Empty opens the import with nothing in it. */
export function usePaste(): Ref<string | null> {
  const pasted = shallowRef<string | null>(null)
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text/plain') ?? ''
    const isTaken = event.target instanceof Element && event.target.closest(TEXT_FIELDS) !== null
    if (isTaken || isModalOpen() || text.trim() === '') return
    event.preventDefault()
    pasted.value = text
  }
  document.addEventListener('paste', onPaste)
  onScopeDispose(() => document.removeEventListener('paste', onPaste))
  return pasted
}
