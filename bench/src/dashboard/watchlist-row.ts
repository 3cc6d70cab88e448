import type { Row } from '../row.js'
import { INSTRUMENTS, withMarket } from './market.js'
import type { MeasuredPage } from './measure-page.js'
import { compareSides } from './side-by-side.js'

/** Narrow enough that the trading page shows its list alone. */
const SIZE = { width: 700, height: 900 }
/** The rates at which our list asks for rows on screen and for the others. */
const SHOWN_HZ = 10
const OTHERS_HZ = 1
/** More rows than fit the screen. */
const SHOWN = 35

const ourList = (url: string): MeasuredPage => ({
  ...SIZE,
  url: `${url}/trade?lang=en&pane=list`,
  isOurs: true,
  ready: (page) =>
    page.waitForFunction(
      () => document.querySelectorAll('[data-test="watchlist"] [data-column="last"]:not(:empty)').length > 5,
    ),
})

const plainTable = (url: string, restHz: number): MeasuredPage => ({
  ...SIZE,
  url: `${url}/plain/table.html?rows=${INSTRUMENTS}&shown=${SHOWN}&hz=${SHOWN_HZ}&rest=${restHz}`,
  isOurs: false,
  ready: (page) => page.locator('body[data-ready] tbody tr').first().waitFor(),
})

/** The watchlist against a table with a ref a row: once with the changes that ours asks for, once with all of them, as a table without a plan. */
export const watchlist: Row = {
  name: 'watchlist',
  measure: (context) =>
    withMarket((url) =>
      compareSides(
        {
          name: `watchlist of ${INSTRUMENTS}`,
          ours: ourList(url),
          others: [
            { name: 'a plain Vue table with the same changes', page: plainTable(url, OTHERS_HZ) },
            { name: `a plain Vue table, all rows at ${SHOWN_HZ} Hz`, page: plainTable(url, SHOWN_HZ) },
          ],
        },
        context,
      ),
    ),
}
