import type { App } from 'vue'
import { openPageLink } from '../link/open-page-link.js'
import { createMarket } from '../market/create-market.js'
import { linkKey } from './link-context.js'

/** Opens the page's one link and hands it to all components of `app`; unmounting the app closes it. */
export function provideLink(app: App): void {
  const link = openPageLink()
  app.provide(linkKey, { link, market: createMarket(link) })
  app.onUnmount(() => {
    link.close()
  })
}
