import type { InputRecord } from '@tickwall/protocol'
import { parseNanoseconds, parseSeconds, type ReceiveTime, type RecordedRecord } from './recorded-record.js'

/** Turns the fields of a row into a record; null for a row that says nothing. */
export type ParseRow = (fields: readonly string[]) => RecordedRecord | null

/** Where the columns of a header are; -1 where there is none. */
type Columns = (name: string) => number

/**
 * How to read the rows under a header of trades or quotes, by the names of its columns; null for any other header.
 * Prices, sizes and ids keep their text.
 */
export function marketRow(header: readonly string[]): ParseRow | null {
  const column: Columns = (name) => header.indexOf(name)
  const when = times(column)
  const venue = column('venue')
  const symbol = column('symbol')
  if (when === null || venue < 0 || symbol < 0) return null
  const value = column('trade_id') >= 0 ? tradeValue(column) : column('ask') >= 0 ? quoteValue(column) : null
  if (value === null) return null
  return (fields) => {
    const at = when(fields)
    if (at === null) return null
    const key = `${fields[venue] ?? ''}:${fields[symbol] ?? ''}`
    const record = value(fields, key, at.eventTime)
    return record === null ? null : { log: 'ticks', key, value: record, ...at }
  }
}

interface Times {
  readonly eventTime: number
  readonly received: ReceiveTime
  readonly clockLeadMs: number | null
}

/** Event time in ms or µs, receive time in ns or s. A row without an event time has that of its receipt. */
function times(column: Columns): ((fields: readonly string[]) => Times | null) | null {
  const inMs = column('ts_ms')
  const event = inMs >= 0 ? inMs : column('ts_us')
  const inNs = column('recv_ns')
  const receipt = inNs >= 0 ? inNs : column('recv_s')
  if (event < 0 || receipt < 0) return null
  return (fields) => {
    const text = fields[receipt] ?? ''
    const received = inNs >= 0 ? parseNanoseconds(text) : parseSeconds(text)
    if (received === null) return null
    const stamp = fields[event] ?? ''
    if (stamp === '') return { eventTime: received.ms, received, clockLeadMs: null }
    const eventTime = inMs >= 0 ? Number(stamp) : Math.floor(Number(stamp) / 1_000)
    return { eventTime, received, clockLeadMs: eventTime - received.ms }
  }
}

type Value = (fields: readonly string[], instrument: string, time: number) => InputRecord | null

const isZero = (text: string) => /^0*\.?0*$/.test(text)

function tradeValue(column: Columns): Value {
  const [price, size, side, id] = ['price', 'size', 'side', 'trade_id'].map(column)
  return (fields, instrument, time) => {
    const priceText = at(fields, price)
    const sizeText = at(fields, size)
    // Some venues send rows that only carry a sequence number.
    if (isZero(priceText) && isZero(sizeText)) return null
    const sideText = at(fields, side)
    const idText = at(fields, id)
    return {
      type: 'trade',
      instrument,
      time,
      price: priceText,
      size: sizeText,
      ...(sideText === 'buy' || sideText === 'sell' ? { side: sideText } : {}),
      ...(idText === '' ? {} : { id: idText }),
    }
  }
}

function quoteValue(column: Columns): Value {
  const [bid, bidSize, ask, askSize] = ['bid', 'bid_size', 'ask', 'ask_size'].map(column)
  return (fields, instrument, time) => {
    const bidText = at(fields, bid)
    const askText = at(fields, ask)
    if (isZero(bidText) && isZero(askText)) return null
    const bidSizeText = at(fields, bidSize)
    const askSizeText = at(fields, askSize)
    return {
      type: 'quote',
      instrument,
      time,
      bid: bidText,
      ...(bidSizeText === '' ? {} : { bidSize: bidSizeText }),
      ask: askText,
      ...(askSizeText === '' ? {} : { askSize: askSizeText }),
    }
  }
}

const at = (fields: readonly string[], column: number | undefined): string => fields[column ?? -1] ?? ''
