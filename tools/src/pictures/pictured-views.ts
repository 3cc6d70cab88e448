import type { Page } from 'playwright-core'

/** A view of the dashboard, and how one gets there. */
export interface PicturedView {
  readonly name: string
  readonly path: string
  /** What is on the screen last. */
  readonly sign: string
  /** What opens on it, by the keyboard. */
  open?(page: Page): Promise<void>
}

const INSTRUMENT = 'instrument=usdm:BTCUSDT'
const CANVAS = '[data-test="chart"] canvas'
const METRICS = '[data-test="metric-chart"] canvas'
const LIST = '###Majors\nusdm:BTCUSDT,usdm:ETHUSDT,spot:SOLUSDT\n###FX\nfx:EURUSD,fx:USDJPY,NOPE'

/** What Ctrl+V does with this on the clipboard. */
const paste = (page: Page, text: string) =>
  page.evaluate(`{
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', ${JSON.stringify(text)})
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }`)

const press = (key: string) => (page: Page) => page.keyboard.press(key)

export const DESK_VIEWS: readonly PicturedView[] = [
  { name: 'trade', path: `/trade?${INSTRUMENT}`, sign: CANVAS },
  { name: 'board-market', path: '/board/market', sign: METRICS },
  { name: 'board-instrument', path: '/board/instrument', sign: CANVAS },
  { name: 'board-hosts', path: '/board/hosts', sign: METRICS },
  { name: 'board-gateway', path: '/board/gateway', sign: METRICS },
  { name: 'wall', path: '/wall', sign: METRICS },
  { name: 'link', path: '/link', sign: '[data-test="topic-age"]' },
  { name: 'alerts', path: '/alerts', sign: '[data-test="new-alert"]' },
  { name: 'settings', path: '/settings', sign: '[data-test="settings-view"]' },
  { name: 'palette', path: `/trade?${INSTRUMENT}`, sign: CANVAS, open: press('Control+k') },
  { name: 'help', path: `/trade?${INSTRUMENT}`, sign: CANVAS, open: press('?') },
  {
    name: 'import',
    path: `/trade?${INSTRUMENT}`,
    sign: CANVAS,
    open: async (page) => {
      await paste(page, LIST)
    },
  },
]

/** Those of a television. */
export const WALL_VIEWS: readonly PicturedView[] = [
  ...['market', 'instrument', 'hosts', 'gateway'].map((board) => ({
    name: `wall-${board}`,
    path: `/wall/board/${board}`,
    sign: board === 'instrument' ? CANVAS : METRICS,
  })),
]

/** Settings that an address carries. */
export const LOOKS = {
  dark: 'lang=en&theme=dark',
  light: 'lang=en&theme=light',
  contrast: 'lang=en&theme=contrast',
  'zh-red-up': 'lang=zh-CN&theme=dark&dir=red-up',
  night: 'lang=en&theme=night',
} as const

export const SIZES = {
  desk: { width: 1440, height: 900, views: DESK_VIEWS },
  large: { width: 1920, height: 1080, views: DESK_VIEWS },
  phone: { width: 390, height: 844, views: DESK_VIEWS },
  television: { width: 3840, height: 2160, views: WALL_VIEWS },
} as const
