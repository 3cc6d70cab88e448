import { onScopeDispose, provide, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { useLinkContext } from '../../composables/link-context.js'
import { useNow } from '../../composables/useNow.js'
import type { useQuotes } from '../../composables/useQuotes.js'
import { useWebSocket } from '../../composables/useWebSocket.js'
import { useChartColors } from '../../figures/useChartColors.js'
import { quoteTopic } from '../../figures/topics.js'
import { useFormats } from '../../figures/useFormats.js'
import { freshness } from '../../market/freshness.js'
import { freshnessInput } from '../../market/freshness-input.js'
import { FlashLimiter } from './flash-limiter.js'
import type { HourLines } from './hour-lines.js'
import { rowPaintingKey } from './row-painting.js'
import { RowPainter, type PaintContext } from './row-painter.js'

/** Ages move and rows go stale without news, so all rows on screen are painted this often. */
const AGING_MS = 500

/**
 * Paints the rows on screen by hand: those whose quote changed in the frame in which it did, all of them as time passes. Rows register
 * through `useRowPainting`.
 */
export function useTablePainting(
  quotes: ReturnType<typeof useQuotes>,
  lines: HourLines,
  isPaused: MaybeRefOrGetter<boolean> = false,
): { paintAll(): void } {
  const { market } = useLinkContext()
  const { status, stats, serverNowMs } = useWebSocket()
  const { t, locale } = useI18n()
  const formats = useFormats()
  const colors = useChartColors()
  const limiter = new FlashLimiter()
  const rows = new Map<string, { readonly painter: RowPainter; readonly instrument: string }>()

  const context = (): PaintContext => ({
    formats: formats.value,
    colors: { up: colors.value.up, down: colors.value.down, flat: colors.value.label },
    pixelRatio: window.devicePixelRatio,
    statusText: (state) => t(`watchlist.status.${state}`),
    flash: (cell) => limiter.decide(cell, performance.now()),
  })
  const paint = (topic: string, now: number, shared: PaintContext) => {
    const row = rows.get(topic)
    const view = quotes.get(topic)
    if (row === undefined || view === null) return
    const input = freshnessInput(view, market.pulse(topic), status.value, stats.value.lagP95Ms, now, toValue(isPaused))
    row.painter.paint(view, freshness(input), lines.get(row.instrument), shared)
  }
  const paintAll = () => {
    const shared = context()
    const now = serverNowMs()
    for (const topic of rows.keys()) paint(topic, now, shared)
  }

  quotes.onFrame((changed) => {
    const shared = context()
    const now = serverNowMs()
    for (const topic of changed) paint(topic, now, shared)
  })
  watch([useNow(AGING_MS), status, formats, colors, locale], paintAll)

  provide(rowPaintingKey, {
    enter: (element, instrument) => {
      const topic = quoteTopic(instrument)
      const row = { painter: new RowPainter(element, instrument), instrument }
      rows.set(topic, row)
      paint(topic, serverNowMs(), context())
      return () => {
        if (rows.get(topic) === row) rows.delete(topic)
        limiter.forget(`${instrument} last`)
      }
    },
  })
  onScopeDispose(() => rows.clear())
  return { paintAll }
}
