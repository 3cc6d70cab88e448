import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const HEADER = 'venue,symbol,ts_ms,tx_ms,recv_ns,price,size,side,trade_id,order_type'
const START_MS = Date.UTC(2026, 2, 2, 9, 30)

/** A recording of one instrument, `x:A`, with these prices a millisecond apart, named `tiny` in a folder of its own. */
export function tinyRecording(prices: readonly string[]): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'tickwall-tiny-'))
  const rows = prices.map((price, at) => {
    const ms = START_MS + at
    return `x,A,${ms},${ms},${ms}000000,${price},1,buy,${at + 1},`
  })
  writeFileSync(join(folder, 'tiny_trades.csv'), [HEADER, ...rows, ''].join('\n'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
