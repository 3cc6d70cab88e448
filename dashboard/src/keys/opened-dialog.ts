import { shallowRef } from 'vue'

/** Which of the page's own dialogs is open or on its way; one at a time. */
export const openedDialog = shallowRef<'palette' | 'help' | null>(null)
