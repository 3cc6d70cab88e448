import type { Messages } from './en.js'
import { alerts } from './zh-cn/alerts.js'
import { boards } from './zh-cn/boards.js'
import { chart } from './zh-cn/chart.js'
import { chrome } from './zh-cn/chrome.js'
import { detail } from './zh-cn/detail.js'
import { link } from './zh-cn/link.js'
import { linkView } from './zh-cn/link-view.js'
import { playlists } from './zh-cn/playlists.js'
import { screens } from './zh-cn/screens.js'
import { settings } from './zh-cn/settings.js'
import { wall } from './zh-cn/wall.js'
import { watchlist } from './zh-cn/watchlist.js'

/** 简体中文。 */
export const zhCn: Messages = {
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
