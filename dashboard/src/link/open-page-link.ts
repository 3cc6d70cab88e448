import { createPageLink } from './create-page-link.js'
import { portOpeners } from './open-port.js'
import type { PageLink } from './page-link.js'
import { browserScope } from './page-scope.js'
import { websocketUrl } from './websocket-url.js'

/** The page's build: the name of the script that holds this, which is made from the content of all that it loads. */
const build = new URL(import.meta.url).pathname.split('/').pop() ?? ''

/** Joins the link that the pages of this build share, or opens one, and answers the page's side of it. */
export function openPageLink(): PageLink {
  return createPageLink({
    openers: portOpeners(build),
    url: websocketUrl(location),
    page: browserScope(window),
    build,
  })
}
