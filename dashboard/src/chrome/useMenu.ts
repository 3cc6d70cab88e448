import { onScopeDispose, ref, watch, type Ref } from 'vue'

/** A small menu under its button: Esc and a press anywhere else close it. */
export function useMenu(anchor: Readonly<Ref<HTMLElement | null>>): {
  readonly isOpen: Ref<boolean>
  toggle(): void
  close(): void
} {
  const isOpen = ref(false)
  const close = () => {
    isOpen.value = false
  }
  const onPress = (event: Event) => {
    if (event.target instanceof Node && anchor.value?.contains(event.target) !== true) close()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    close()
    anchor.value?.querySelector('button')?.focus()
  }
  const stop = () => {
    document.removeEventListener('pointerdown', onPress, true)
    document.removeEventListener('keydown', onKey, true)
  }
  watch(isOpen, (open) => {
    if (!open) return stop()
    document.addEventListener('pointerdown', onPress, true)
    document.addEventListener('keydown', onKey, true)
  })
  onScopeDispose(stop)
  return {
    isOpen,
    toggle: () => {
      isOpen.value = !isOpen.value
    },
    close,
  }
}
