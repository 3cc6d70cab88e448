import { defineStore } from 'pinia'
import { ref } from 'vue'

export type ToastTone = 'plain' | 'good' | 'warn' | 'bad'

export interface ToastAction {
  readonly label: string
  run(): void
}

/** What is said in passing, in the viewer's language. */
export interface ToastText {
  readonly text: string
  readonly tone?: ToastTone
  /** One thing that can be done about it, as to undo it; doing it closes the toast. */
  readonly action?: ToastAction
  /** How long it stays, default 6000 ms; the time stands still while the pointer or the focus is on it. */
  readonly forMs?: number
}

export interface Toast extends ToastText {
  readonly id: number
  readonly tone: ToastTone
  readonly forMs: number
}

/** More would hide the page they speak of; the oldest gives way. */
const MOST_TOASTS = 3
const USUAL_MS = 6000

/** The page's toasts, newest last. */
export const useToasts = defineStore('toasts', () => {
  const toasts = ref<readonly Toast[]>([])
  let count = 0

  /** Answers how to close it early. */
  function show(said: ToastText): () => void {
    const toast: Toast = { tone: 'plain', forMs: USUAL_MS, ...said, id: ++count }
    toasts.value = [...toasts.value, toast].slice(-MOST_TOASTS)
    return () => {
      close(toast.id)
    }
  }
  function close(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id)
  }
  return { toasts, show, close }
})
