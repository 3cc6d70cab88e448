import type { EChartsType } from 'echarts/core'
import { onBeforeUnmount, onMounted, shallowRef, type Ref, type ShallowRef } from 'vue'
import { cssZoom } from './css-zoom.js'

export interface BoxSize {
  readonly width: number
  readonly height: number
}

/**
 * An ECharts instance in `host`: the library comes in its own chunk, the instance is never reactive inside, follows the size of its host
 * and is disposed with the component. `chart` is null until the chunk is here.
 */
export function useECharts(host: Readonly<Ref<HTMLElement | null>>): {
  readonly chart: Readonly<ShallowRef<EChartsType | null>>
  readonly size: Readonly<ShallowRef<BoxSize>>
  /** Why the library could not be loaded, or null. */
  readonly failure: Readonly<ShallowRef<unknown>>
} {
  const chart = shallowRef<EChartsType | null>(null)
  const size = shallowRef<BoxSize>({ width: 0, height: 0 })
  const failure = shallowRef<unknown>(null)
  let isGone = false

  const observer = new ResizeObserver(([entry]) => {
    if (entry === undefined) return
    const { width, height } = entry.contentRect
    size.value = { width, height }
    if (width > 0 && height > 0) chart.value?.resize({ width, height })
  })

  onMounted(async () => {
    const element = host.value
    if (element === null) return
    observer.observe(element)
    try {
      const [{ init }] = await Promise.all([import('./echarts.js'), document.fonts.load('11px "Inter Variable"')])
      if (isGone) return
      const { clientWidth: width, clientHeight: height } = element
      const devicePixelRatio = window.devicePixelRatio * cssZoom(element)
      chart.value = init(element, null, { renderer: 'canvas', width, height, devicePixelRatio })
    } catch (error) {
      failure.value = error
    }
  })
  onBeforeUnmount(() => {
    isGone = true
    observer.disconnect()
    chart.value?.dispose()
    chart.value = null
  })
  return { chart, size, failure }
}
