import { alerts } from './en/alerts.js'
import { boards } from './en/boards.js'
import { chart } from './en/chart.js'
import { chrome } from './en/chrome.js'
import { detail } from './en/detail.js'
import { link } from './en/link.js'
import { linkView } from './en/link-view.js'
import { playlists } from './en/playlists.js'
import { screens } from './en/screens.js'
import { settings } from './en/settings.js'
import { wall } from './en/wall.js'
import { watchlist } from './en/watchlist.js'
import type { Texts } from './texts.js'

/** Every text of the dashboard in English, area by area; the shape that every other language fills. */
export const en = {
  ...alerts,
  ...boards,
  ...chart,
  ...chrome,
  ...detail,
  ...link,
  ...linkView,
  ...playlists,
  ...screens,
  ...settings,
  ...wall,
  ...watchlist,
}

export type Messages = Texts<typeof en>
