import type { Page } from 'playwright-core'
import { boardAddress, CHART_AND_TWELVE } from './board-address.js'
import type { MeasuredPage } from './measure-page.js'

/** The chart of the pages that are compared. */
export const INSTRUMENT = 'usdm:BTCUSDT'

/** Every panel shows something, and every chart is drawn. */
const isPainted = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    (panels) =>
      document.querySelectorAll('[data-panel]').length >= panels &&
      document.querySelector('.skeleton') === null &&
      [...document.querySelectorAll('[data-test="metric-chart"], [data-test="chart"]')].every(
        (chart) => chart.querySelector('canvas') !== null,
      ),
    CHART_AND_TWELVE.length,
  )

const hasPrices = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    () => document.querySelectorAll('[data-test="watchlist"] [data-column="last"]:not(:empty)').length > 5,
  )

const hasChart = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.querySelector('[data-test="chart"] canvas') !== null)

/** A board with a chart and twelve panels. */
export const boardPage = (url: string): MeasuredPage => ({
  ...{ url: url + boardAddress(CHART_AND_TWELVE), width: 1920, height: 1080, isOurs: true },
  ready: isPainted,
})

/** The trading page: watchlist, chart, detail and tape. */
export const tradePage = (url: string): MeasuredPage => ({
  ...{ url: `${url}/trade?lang=en&instrument=${INSTRUMENT}`, width: 1440, height: 900, isOurs: true },
  ready: async (page) => Promise.all([hasPrices(page), hasChart(page)]),
})
