import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFreshness } from '../../composables/useFreshness.js'
import { useInstrumentList } from '../../instruments/instrument-list.js'
import type { Freshness } from '../../market/freshness.js'
import { newestView } from '../../market/newest-view.js'
import type { TopicView } from '../../market/topic-view.js'
import { chosenMetric, isMetricKind, type ChosenMetric } from './chosen-metric.js'
import { useMetrics } from './useMetrics.js'

/** What a panel's choice of a metric comes to, its lines and how fresh they are; the panel is as fresh as its newest line. */
export function useChosenMetric(choice: () => { readonly metric: string; readonly host: string }): {
  readonly metric: ComputedRef<ChosenMetric | null>
  readonly title: ComputedRef<string>
  /** The gateway told what it has, and this is not among it. */
  readonly isMissing: ComputedRef<boolean>
  /** In the order of the metric's lines. */
  readonly views: ComputedRef<readonly (TopicView<'metric'> | null)[]>
  readonly newest: ComputedRef<TopicView<'metric'> | null>
  readonly freshness: ComputedRef<Freshness>
} {
  const { t } = useI18n()
  const { instruments, metrics } = useInstrumentList()
  const metric = computed(() => chosenMetric(choice().metric, choice().host, metrics.value))
  const title = computed(() => {
    const { metric: chosen } = choice()
    return isMetricKind(chosen)
      ? t(`wall.${chosen}`)
      : (metric.value?.name ?? chosen.slice(chosen.lastIndexOf('/') + 1))
  })
  const isMissing = computed(() => metric.value === null && (instruments.value.length > 0 || metrics.value.length > 0))
  const views = useMetrics(() => metric.value?.lines.map(({ topic }) => topic) ?? [])
  const newest = computed(() => newestView(views.value))
  const freshness = useFreshness(() => newest.value)
  return { metric, title, isMissing, views, newest, freshness }
}
