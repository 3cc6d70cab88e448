import { inject, type InjectionKey } from 'vue'
import type { PageLink } from '../link/page-link.js'
import type { Market } from '../market/market.js'

/** What every composable of the link works with: one of each a page. */
export interface LinkContext {
  readonly link: PageLink
  readonly market: Market
}

export const linkKey: InjectionKey<LinkContext> = Symbol('link')

/** The page's link and market; throws when `provideLink` was not called on this app. */
export function useLinkContext(): LinkContext {
  // Outside of a setup `inject` answers undefined, whatever the default.
  const context = inject(linkKey, null) ?? null
  if (context === null) throw new Error('No link: call provideLink(app) before mounting')
  return context
}
