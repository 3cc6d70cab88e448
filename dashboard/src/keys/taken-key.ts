import { openedDialog } from './opened-dialog.js'

const TEXT_FIELDS = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"]'
/** Controls for which the arrows, too, have a meaning of their own; of a plain button, which keeps the focus after a click, only Enter is. */
const OWN_KEYS = '[role="dialog"], [role="separator"], [role="radiogroup"]'
const PRESSABLE = 'button, a'
const CONTROL_KEYS = new Set(['Enter', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'End'])

/** Whether the key goes into a text field, or belongs to a control that has its own use for it. */
export function isTakenKey(event: Pick<KeyboardEvent, 'key' | 'target'>): boolean {
  const target = event.target instanceof Element ? event.target : null
  if (target === null) return false
  return (
    target.matches(TEXT_FIELDS) ||
    (event.key === 'Enter' && target.closest(PRESSABLE) !== null) ||
    (CONTROL_KEYS.has(event.key) && target.closest(OWN_KEYS) !== null)
  )
}

/** While a dialog holds the focus, or is about to, keys mean nothing to the page behind it. */
export const isModalOpen = (): boolean => openedDialog.value !== null || document.querySelector('dialog[open]') !== null
