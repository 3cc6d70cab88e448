import type { BarItem, MetricItem, TradeItem } from '../state.js'
import { formatUnits } from '../decimal.js'
import { BAR_TEXTS, TRADE_MARKS } from './part-layout.js'
import type { RowScales } from './row-scales.js'
import type { WireReader } from './wire-reader.js'

/** Where the next text of a part comes from: texts follow the rows that need them, so they are put in afterwards. */
export interface OwedText {
  readonly item: unknown[]
  readonly place: number
}

const PRICE = 2
const SIZE = 3
const ID = 5
const VOLUME = 5

/** Reads the trades of a row, which the reader has entered. */
export function readTrades(reader: WireReader, scales: RowScales, owed: OwedText[]): TradeItem[] {
  const items: unknown[][] = []
  if (reader.hasMore) scales.read(reader)
  let offset = 0
  let time = 0
  let price = 0
  let idNumber = 0
  while (reader.hasMore) {
    const marks = reader.low()
    const side = marks & TRADE_MARKS.sides
    const idKind = (marks >>> TRADE_MARKS.idShift) & 0b11
    offset += reader.difference()
    time += reader.difference()
    const item: unknown[] = [offset, time, '', '', side === 1 ? 'buy' : side === 2 ? 'sell' : null, null]
    if ((marks & TRADE_MARKS.priceText) !== 0) owed.push({ item, place: PRICE })
    else item[PRICE] = scales.price((price += reader.difference()))
    if ((marks & TRADE_MARKS.sizeText) !== 0) owed.push({ item, place: SIZE })
    else item[SIZE] = scales.size(reader.uint())
    if (idKind === TRADE_MARKS.idNumber) item[ID] = String((idNumber += reader.difference()))
    else if (idKind === TRADE_MARKS.idText) owed.push({ item, place: ID })
    items.push(item)
  }
  return items as unknown as TradeItem[]
}

/** Reads the bars of a row, which the reader has entered. */
export function readBars(reader: WireReader, scales: RowScales, owed: OwedText[]): BarItem[] {
  const items: unknown[][] = []
  if (reader.hasMore) scales.read(reader)
  let openTime = 0
  let price = 0
  while (reader.hasMore) {
    const marks = reader.low()
    openTime += reader.difference()
    const item: unknown[] = [openTime]
    for (let place = 1; place < VOLUME; place++) {
      if (((marks >>> (place - 1)) & 1) === 1) {
        item.push('')
        owed.push({ item, place })
      } else item.push(scales.price((price += reader.difference())))
    }
    if ((marks & BAR_TEXTS.volume) === 0) item.push(formatUnits(reader.uint(), scales.sizeScale))
    else {
      item.push('')
      owed.push({ item, place: VOLUME })
    }
    item.push(reader.uint())
    items.push(item)
  }
  return items as unknown as BarItem[]
}

/** Reads the seconds of a metric, which the reader has entered; their values come in `readPoints`. */
export function readSeconds(reader: WireReader): number[] {
  const seconds: number[] = []
  let second = 0
  while (reader.hasMore) seconds.push((second += reader.difference()))
  return seconds
}

/** Reads three values for each second; the reader has entered them. */
export function readPoints(reader: WireReader, seconds: readonly number[]): MetricItem[] {
  const items: MetricItem[] = []
  for (const second of seconds) items.push([second, reader.double(), reader.double(), reader.double()])
  if (reader.hasMore) reader.fail()
  return items
}
