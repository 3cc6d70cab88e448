import { onScopeDispose, watch } from 'vue'
import type { useQuotes } from '../../composables/useQuotes.js'
import { useWebSocket } from '../../composables/useWebSocket.js'
import { parseTopic } from '@tickwall/protocol'
import { HourLines } from './hour-lines.js'
import { loadClosesBy } from './load-closes.js'

/** Rows that only fly by are not asked for. */
const DWELL_MS = 250

/** Lines of the rows on screen: the past loaded once they stay a moment, the present pushed from their quotes. */
export function useHourLines(quotes: ReturnType<typeof useQuotes>): {
  readonly lines: HourLines
  want(instruments: readonly string[]): void
  onLoaded(listener: () => void): void
} {
  const { status } = useWebSocket()
  const lines = new HourLines(loadClosesBy(fetch))
  const listeners: (() => void)[] = []
  let wanted: readonly string[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  const load = async () => {
    const loaded = await lines.need(wanted)
    if (loaded.length > 0) for (const listener of listeners) listener()
  }
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void load(), DWELL_MS)
  }
  quotes.onFrame((changed) => {
    for (const topic of changed) {
      const state = quotes.get(topic)?.state
      const parsed = parseTopic(topic)
      if (state?.last === undefined || state.tickAt === undefined || parsed?.kind !== 'quote') continue
      lines.push(parsed.instrument, state.tickAt, Number(state.last))
    }
  })
  watch(
    () => status.value.state === 'live',
    (isLive) => {
      if (!isLive) lines.forgetPast()
      else if (wanted.length > 0) soon()
    },
  )
  onScopeDispose(() => clearTimeout(timer))

  return {
    lines,
    want: (instruments) => {
      wanted = instruments
      soon()
    },
    onLoaded: (listener) => listeners.push(listener),
  }
}
