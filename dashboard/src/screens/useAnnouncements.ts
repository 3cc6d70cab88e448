import { computed, ref, type ComputedRef } from 'vue'
import { useNow } from '../composables/useNow.js'
import { useTopic } from '../composables/useTopic.js'
import { announced, type ShownAnnouncement } from './announced.js'
import { useScreenName } from './screen-name.js'

/** Dismissed here, by id: a tab that was told once is not told again when it looks at another view. */
const dismissed = ref<ReadonlySet<string>>(new Set())

/** What is announced to this screen and was not dismissed in this tab, the gravest first. */
export function useAnnouncements(): {
  readonly shown: ComputedRef<readonly ShownAnnouncement[]>
  dismiss(id: string): void
} {
  const view = useTopic<'sys'>('sys/announcements', 1)
  const screen = useScreenName()
  const now = useNow()
  const shown = computed(() => {
    // What an earlier visit saw has no position.
    if (view.value === null || view.value.position === null) return []
    return announced(view.value.state, screen.name, now.value).filter(({ id }) => !dismissed.value.has(id))
  })
  return {
    shown,
    dismiss: (id) => {
      dismissed.value = new Set([...dismissed.value, id])
    },
  }
}
