import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { carriedQuery } from '../chrome/carried-query.js'
import { keep, readKept } from '../composables/kept-text.js'
import { useLinkContext } from '../composables/link-context.js'
import { useTopic } from '../composables/useTopic.js'
import { reloadPage } from './asked-reload.js'
import { CommandReader, type DueCommand } from './command-reader.js'
import { useScreenName } from './screen-name.js'

const SEEN_KEY = 'tickwall.commandsSeen'
/** Long enough to walk along a row of screens. */
const IDENTIFIED_MS = 15_000

/** Does what an operator has this screen do; answers whether it shows who it is now. */
export function useScreenCommands(): Readonly<Ref<boolean>> {
  const { link } = useLinkContext()
  const router = useRouter()
  const route = useRoute()
  const screen = useScreenName()
  const view = useTopic<'sys'>('sys/commands', 5)
  const isIdentifying = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))

  const reader = new CommandReader({
    read: () => (readKept(SEEN_KEY, 'tab') ?? '').split(',').filter((id) => id !== ''),
    write: (ids) => keep(SEEN_KEY, ids.join(), 'tab'),
  })

  function run({ command, path = '' }: DueCommand): void {
    if (command === 'identify') {
      isIdentifying.value = true
      clearTimeout(timer)
      timer = setTimeout(() => (isIdentifying.value = false), IDENTIFIED_MS)
    } else if (command === 'reload') {
      reloadPage()
    } else {
      const to = router.resolve(path)
      // Views have names; whatever else an address may be, this page does not go there.
      if (to.name !== undefined) void router.push({ ...to, query: { ...carriedQuery(route.query), ...to.query } })
    }
  }

  watch(
    view,
    (now) => {
      // While it catches up, what is held may be older than what the gateway has.
      if (now === null || now.position === null || now.stage !== 'current') return
      for (const command of reader.take(now.state, screen.name, link.serverNowMs())) run(command)
    },
    { immediate: true },
  )
  return isIdentifying
}
