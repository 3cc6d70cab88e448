import { onScopeDispose, shallowReadonly, shallowRef, type ShallowRef } from 'vue'
import type { LinkReport } from '../link/link-report.js'
import { useLinkContext } from './link-context.js'

/** The report of the page's link, new once a second while the scope lives; null before the first. */
export function useLinkReport(): Readonly<ShallowRef<LinkReport | null>> {
  const { link } = useLinkContext()
  const report = shallowRef<LinkReport | null>(null)
  onScopeDispose(
    link.onReport((next) => {
      report.value = next
    }),
  )
  return shallowReadonly(report)
}
