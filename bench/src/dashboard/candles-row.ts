import { launchChromium } from '@tickwall/tools'
import type { Row } from '../row.js'
import { boardAddress } from './board-address.js'
import { withMarket } from './market.js'
import { PATIENCE_MS, type MeasuredPage } from './measure-page.js'
import { INSTRUMENT } from './pages.js'
import { compareSides } from './side-by-side.js'

const SIZE = { width: 1200, height: 800 }
/** What our chart asks for: it paints four times a second, so more would be thrown away. */
const BARS_HZ = 5
const MINUTE_MS = 60_000

const ourChart = (url: string): MeasuredPage => ({
  ...SIZE,
  url: url + boardAddress([{ kind: 'chart', at: [0, 0, 24, 24], config: { instrument: INSTRUMENT } }]),
  isOurs: true,
  ready: (page) => page.locator('[data-test="chart"][data-span] canvas').first().waitFor(),
})

const theirChart = (url: string, bars: number): MeasuredPage => ({
  ...SIZE,
  url: `${url}/plain/candles.html?instrument=${INSTRUMENT}&hz=${BARS_HZ}&bars=${bars}`,
  isOurs: false,
  ready: (page) => page.locator('body[data-ready] canvas').first().waitFor(),
})

/** How many bars our chart shows at this size. */
async function barsShown({ url, width, height, ready }: MeasuredPage): Promise<number> {
  const browser = await launchChromium()
  try {
    const page = await (await browser.newContext({ viewport: { width, height } })).newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    await page.goto(url)
    await ready(page)
    return Math.round(Number(await page.locator('[data-test="chart"]').getAttribute('data-span')) / MINUTE_MS)
  } finally {
    await browser.close()
  }
}

/** Candles and volume of one minute each, the same bars and the same changes: our chart, and lightweight-charts on an empty page. */
export const candles: Row = {
  name: 'candles',
  measure: (context) =>
    withMarket(async (url) => {
      const ours = ourChart(url)
      const bars = await barsShown(ours)
      return compareSides(
        {
          name: `${bars} candles at ${BARS_HZ} Hz`,
          ours,
          others: [{ name: 'lightweight-charts 5.2', page: theirChart(url, bars) }],
        },
        context,
      )
    }),
}
