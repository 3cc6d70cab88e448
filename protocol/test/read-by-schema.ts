import type { FrameMessage } from '../src/index.js'
import { fieldNumbers, readBySchema, type SchemaPart } from './schema.js'

/*
 * A second reader, written from the schema's comments on top of a protobuf library and bigints: as the client of another
 * language would be. It shares no code with the decoder that it is held against.
 */

const QUOTE = [
  ...['last', 'lastSize', 'lastSide', 'bid', 'bidSize', 'ask', 'askSize', 'open', 'high', 'low', 'prevClose', 'volume'],
  ...['turnover', 'trades', 'tickAt', 'quoteAt', 'session', 'decimals', 'partial'],
]
const METRIC = ['value', 'at', 'unit', 'min', 'max', 'avg', 'count'] as const
const KEYS = [...QUOTE, ...METRIC, 'items', 'size', 'lost']

const camel = (name: string): string => name.toLowerCase().replace(/_[a-z]/g, (match) => match.slice(1).toUpperCase())
const NAME_OF = new Map(Object.entries(fieldNumbers).map(([name, number]) => [number, camel(name)]))
const has = (presence: bigint, name: string): boolean =>
  ((presence >> BigInt(fieldNumbers[name] as number)) & 1n) === 1n

const unzigzag = (value: bigint): bigint => (value >> 1n) ^ -(value & 1n)

function padded(units: bigint, scale: bigint): [sign: string, whole: string, fraction: string] {
  const digits = String(units < 0n ? -units : units).padStart(Number(scale) + 1, '0')
  const point = digits.length - Number(scale)
  return [units < 0n ? '-' : '', digits.slice(0, point), digits.slice(point)]
}
function unfixed(units: bigint, scale: bigint): string {
  const [sign, whole, fraction] = padded(units, scale)
  const rest = fraction.replace(/0+$/, '')
  return rest === '' ? sign + whole : `${sign}${whole}.${rest}`
}
function fixed(units: bigint, scale: bigint, places: bigint): string {
  const [sign, whole, fraction] = padded(units, scale)
  return places === 0n ? sign + whole : `${sign}${whole}.${fraction.padEnd(Number(places), '0')}`
}

/** A row from its shape on. */
class Row {
  readonly #values: readonly bigint[]
  #next = 0
  readonly presence: bigint
  readonly priceScale: bigint
  readonly sizeScale: bigint
  readonly #pricePlaces: bigint | null
  readonly #sizePlaces: bigint | null
  readonly #before = new Map<string, bigint>()

  constructor(values: readonly bigint[]) {
    this.#values = values
    const shape = this.count()
    this.presence = shape >> 10n
    this.priceScale = shape & 15n
    this.sizeScale = (shape >> 5n) & 15n
    const places = has(this.presence, 'PLACES') ? this.count() : this.priceScale * 32n + this.sizeScale
    this.#pricePlaces = (shape & 16n) === 0n ? null : places / 32n
    this.#sizePlaces = (shape & 512n) === 0n ? null : places % 32n
  }

  get hasMore(): boolean {
    return this.#next < this.#values.length
  }
  count(): bigint {
    const value = this.#values[this.#next++]
    if (value === undefined) throw new Error('the row is too short')
    return value
  }
  difference(kind: string): bigint {
    const value = (this.#before.get(kind) ?? 0n) + unzigzag(this.count())
    this.#before.set(kind, value)
    return value
  }
  price(): string {
    const units = this.difference('price')
    return this.#pricePlaces === null
      ? unfixed(units, this.priceScale)
      : fixed(units, this.priceScale, this.#pricePlaces)
  }
  size(): string {
    const units = this.count()
    return this.#sizePlaces === null ? unfixed(units, this.sizeScale) : fixed(units, this.sizeScale, this.#sizePlaces)
  }
}

function readQuote(row: Row, set: (name: string, value: unknown) => void): void {
  const take: Record<string, () => unknown> = {
    LAST_SIDE: () => 'buy',
    LAST_SIZE: () => row.size(),
    BID_SIZE: () => row.size(),
    ASK_SIZE: () => row.size(),
    TICK_AT: () => Number(row.difference('time')),
    QUOTE_AT: () => Number(row.difference('time')),
    SESSION: () => Number(row.difference('time')),
    VOLUME: () => unfixed(row.count(), row.sizeScale),
    TURNOVER: () => unfixed(row.count(), row.priceScale + row.sizeScale),
    TRADES: () => Number(row.count()),
    PARTIAL: () => true,
    DECIMALS: () => {
      const pair = row.count()
      return { price: Number(pair / 32n), size: Number(pair % 32n) }
    },
  }
  for (const [name, number] of Object.entries(fieldNumbers).sort(([, a], [, b]) => a - b)) {
    if (number >= 32 || name === 'PLACES' || !has(row.presence, name)) continue
    if (name === 'LAST_SIDE_SELL') set('lastSide', 'sell')
    else set(camel(name), (take[name] ?? (() => row.price()))())
  }
}

function readTrades(row: Row, texts: string[]): unknown[] {
  const items: unknown[] = []
  while (row.hasMore) {
    const marks = Number(row.count())
    const offset = Number(row.difference('offset'))
    const time = Number(row.difference('time'))
    const price = (marks & 16) === 0 ? row.price() : texts.shift()
    const size = (marks & 32) === 0 ? row.size() : texts.shift()
    const id = [() => null, () => String(row.difference('id')), () => texts.shift()][(marks >> 2) & 3]?.()
    items.push([offset, time, price, size, [null, 'buy', 'sell'][marks & 3], id])
  }
  return items
}

function readBars(row: Row, texts: string[]): unknown[] {
  const items: unknown[] = []
  while (row.hasMore) {
    const marks = Number(row.count())
    const openTime = Number(row.difference('time'))
    const prices = [1, 2, 4, 8].map((mark) => ((marks & mark) === 0 ? row.price() : texts.shift()))
    const volume = (marks & 16) === 0 ? unfixed(row.count(), row.sizeScale) : texts.shift()
    items.push([openTime, ...prices, volume, Number(row.count())])
  }
  return items
}

function readPart(part: SchemaPart): { [field: string]: unknown } {
  const found = new Map<string, unknown>()
  const texts = [...part.texts]
  if (part.quote.length > 0) readQuote(new Row(part.quote), (name, value) => found.set(name, value))
  for (const number of part.textFields) found.set(NAME_OF.get(number) as string, texts.shift())
  if (part.trades.length > 0) found.set('items', readTrades(new Row(part.trades), texts))
  if (part.bars.length > 0) found.set('items', readBars(new Row(part.bars), texts))
  if (part.seconds.length > 0) {
    let second = 0n
    const items = part.seconds.map((step, i) => {
      second += unzigzag(step)
      return [Number(second), ...part.points.slice(i * 3, i * 3 + 3)]
    })
    found.set('items', items)
  }
  for (const field of METRIC) {
    const value = part[field]
    if (value !== undefined) found.set(field, typeof value === 'bigint' ? Number(value) : value)
  }
  if (part.size !== undefined) {
    found.set('size', Number(part.size))
    if (!found.has('items')) found.set('items', [])
  }
  if (part.lost !== undefined) found.set('lost', Number(part.lost))
  for (const number of part.removed) found.set(NAME_OF.get(number) as string, null)
  const numbered = Object.fromEntries(KEYS.flatMap((key) => (found.has(key) ? [[key, found.get(key)]] : [])))
  return { ...numbered, ...(JSON.parse(part.more ?? '{}') as object) }
}

/** The frame that the bytes are, by the schema and its comments alone. */
export function frameBySchema(bytes: Uint8Array): FrameMessage {
  const { n, prev, ts, at, snapshots, deltas } = readBySchema(bytes)
  return {
    type: 'frame',
    n: Number(n),
    ...(prev === undefined ? {} : { prev: Number(prev) }),
    ts: Number(ts ?? 0n),
    at: Number(at ?? 0n),
    ...(snapshots.length === 0
      ? {}
      : {
          snapshots: snapshots.map((part) => ({
            ref: Number(part.ref ?? 0n),
            epoch: part.epoch ?? '',
            offset: Number(part.offset ?? 0n),
            state: readPart(part),
          })),
        }),
    ...(deltas.length === 0
      ? {}
      : { deltas: deltas.map((part) => [Number(part.ref ?? 0n), Number(part.offset ?? 0n), readPart(part)] as const) }),
  }
}
