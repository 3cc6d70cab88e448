import fc from 'fast-check'
import { METRIC_FIELDS, QUOTE_FIELDS, type Changes } from '../src/index.js'

/** A decimal's text as one feed writes it: a fixed number of decimals, none that are zeros at the end, or anything that is allowed. */
type Feed = { readonly style: 'fixed' | 'trimmed' | 'any'; readonly places: number; readonly digits: number }

const feed: fc.Arbitrary<Feed> = fc.record({
  style: fc.constantFrom('fixed', 'trimmed', 'any'),
  places: fc.integer({ min: 0, max: 18 }),
  digits: fc.integer({ min: 1, max: 21 }),
})

function print(units: bigint, places: number): string {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0')
  const point = digits.length - places
  return `${units < 0n ? '-' : ''}${digits.slice(0, point)}${places === 0 ? '' : `.${digits.slice(point)}`}`
}
const trimmed = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

const odd = fc.constantFrom(
  ...['0', '-0', '0.0', '-0.00', '00', '007.50', '-01', '9007199254740991', '9007199254740992', '9007199254740993'],
  ...['0.000000000000000001', '-4503599627370496', '4503599627370497', '123456789012345678901.123456789012345678'],
  ...['100000000000000000000', '1.000000000000000000', '18446744073709551615', '18446744073709551616', '0.5'],
)

function decimal({ style, places, digits }: Feed, isSigned: boolean): fc.Arbitrary<string> {
  const bound = 10n ** BigInt(digits)
  const units = fc.bigInt({ min: isSigned ? -bound : 0n, max: bound })
  const ordinary = units.map((value) => (style === 'fixed' ? print(value, places) : trimmed(print(value, places))))
  return fc.oneof({ weight: style === 'any' ? 2 : 30, arbitrary: ordinary }, { weight: 1, arbitrary: odd })
}
/** A sum is printed without zeros at its end. */
const sum = (of: Feed): fc.Arbitrary<string> => decimal({ ...of, style: 'trimmed' }, false)

const time = fc.oneof(fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 }), fc.maxSafeNat())
const side = fc.constantFrom('buy', 'sell')

type Entries = { readonly [field: string]: fc.Arbitrary<unknown> }

/** Any of the fields, in the given order; with `removes`, some of them as null. */
function fields(entries: Entries, removes: boolean): fc.Arbitrary<Changes> {
  const names = Object.keys(entries)
  const each = names.map((name) =>
    fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 6, arbitrary: entries[name] as fc.Arbitrary<unknown> },
      { weight: removes ? 1 : 0, arbitrary: fc.constant(null) },
    ),
  )
  return fc
    .tuple(...each)
    .map((values) =>
      Object.fromEntries(names.flatMap((name, i) => (values[i] === undefined ? [] : [[name, values[i]]]))),
    )
}

const quoteEntries = (prices: Feed, sizes: Feed, totals: Feed): Entries => ({
  last: decimal(prices, true),
  lastSize: decimal(sizes, false),
  lastSide: side,
  bid: decimal(prices, true),
  bidSize: decimal(sizes, false),
  ask: decimal(prices, true),
  askSize: decimal(sizes, false),
  open: decimal(prices, true),
  high: decimal(prices, true),
  low: decimal(prices, true),
  prevClose: decimal(prices, true),
  volume: sum(sizes),
  turnover: decimal({ ...totals, style: 'trimmed' }, true),
  trades: fc.maxSafeNat(),
  tickAt: time,
  quoteAt: time,
  session: time,
  decimals: fc.record({ price: fc.integer({ min: 0, max: 18 }), size: fc.integer({ min: 0, max: 18 }) }),
  partial: fc.constant(true),
})

/** Ids as venues give them, and texts that only look like it. */
const id = fc.oneof(
  fc.maxSafeNat().map(String),
  fc.constantFrom('0', '007', '9007199254740992', '-1', '1e3', '比特币', '\ufeff1', '0x1F'),
  fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme' }),
)

const tradeItem = (prices: Feed, sizes: Feed) =>
  fc.tuple(fc.maxSafeNat(), time, decimal(prices, true), decimal(sizes, false), fc.option(side), fc.option(id))
const barItem = (prices: Feed, sizes: Feed) => {
  const price = decimal(prices, true)
  return fc.tuple(
    fc.integer({ min: -86_400_000, max: 1_900_000_000_000 }),
    price,
    price,
    price,
    price,
    sum(sizes),
    fc.nat(),
  )
}
/** Negative zero too, which JSON does not have. */
const double = fc.double({ noNaN: true, noDefaultInfinity: true })
const point = fc.tuple(time, double, double, double)

const NUMBERED: ReadonlySet<string> = new Set([...QUOTE_FIELDS, ...METRIC_FIELDS, 'lost'])

const nonEmpty = { minLength: 1, maxLength: 30 } as const
const feeds = fc.tuple(feed, feed, feed)

/** A `sys` topic: fields by names that no other kind has, each any JSON value. */
const sysFields = (removes: boolean): fc.Arbitrary<Changes> => {
  const name = fc.oneof(
    fc.constantFrom('connections', 'latency', 'server', '__proto__', 'constructor', '0b9c7f5e0b9c7f5e'),
    fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((text) => !NUMBERED.has(text)),
  )
  const value = fc.jsonValue({ maxDepth: 2 }).filter((each) => each !== null)
  return fc
    .uniqueArray(fc.tuple(name, removes ? fc.option(value) : value), { minLength: 1, selector: ([field]) => field })
    .map((entries) => Object.fromEntries(entries))
}

/** What a delta can say of each kind. */
export const anyChanges: fc.Arbitrary<Changes> = fc.oneof(
  feeds.chain(([prices, sizes, totals]) => fields(quoteEntries(prices, sizes, totals), true)),
  feeds.chain(([prices, sizes]) =>
    fc.record(
      { items: fc.array(tradeItem(prices, sizes), nonEmpty), lost: fc.integer({ min: 1 }) },
      { requiredKeys: ['items'], noNullPrototype: true },
    ),
  ),
  feeds.chain(([prices, sizes]) =>
    fc.record({ items: fc.array(barItem(prices, sizes), nonEmpty) }, { noNullPrototype: true }),
  ),
  fields(
    {
      value: double,
      at: time,
      unit: fc.oneof(fc.constantFrom('percent', '°C', 'requests per second and host', ''), id),
      min: double,
      max: double,
      avg: double,
      count: fc.nat(),
      items: fc.array(point, nonEmpty),
    },
    true,
  ),
  sysFields(true),
)

const size = fc.integer({ min: 0, max: 1000 })

/** What a snapshot can say of each kind. */
export const anyState: fc.Arbitrary<Changes> = fc.oneof(
  fc.constant({}),
  feeds.chain(([prices, sizes, totals]) => fields(quoteEntries(prices, sizes, totals), false)),
  feeds.chain(([prices, sizes]) =>
    fc.record({ items: fc.array(tradeItem(prices, sizes), { maxLength: 60 }), size }, { noNullPrototype: true }),
  ),
  feeds.chain(([prices, sizes]) =>
    fc.record({ items: fc.array(barItem(prices, sizes), { maxLength: 60 }), size }, { noNullPrototype: true }),
  ),
  fc
    .tuple(
      fields({ value: double, at: time, unit: id, min: double, max: double, avg: double, count: fc.nat() }, false),
      fc.array(point, { maxLength: 60 }),
      size,
    )
    .map(([scalars, items, most]) => ({ ...scalars, items, size: most })),
  sysFields(false),
)

const ref = fc.oneof(fc.nat({ max: 2000 }), fc.maxSafeNat())
const offset = fc.oneof(fc.constant(-1), fc.nat(), fc.maxSafeNat())

/** Deltas as `[ref, offset, changes]`. */
export const anyDelta = fc.tuple(ref, offset, anyChanges)
/** Snapshots as the codecs take them. */
export const anySnapshot = fc.record({
  ref,
  epoch: fc.oneof(fc.constantFrom('', '9f3c', 'é€𝄞'), fc.string({ maxLength: 64 })),
  offset,
  state: anyState,
})
/** Heads of frames. */
export const anyHead = fc.record({
  n: fc.oneof(
    fc.integer({ min: 1 }),
    fc.maxSafeNat().filter((n) => n > 0),
  ),
  prev: fc.option(fc.maxSafeNat()),
  ts: fc.maxSafeNat(),
  at: fc.maxSafeNat(),
})
/** Whole frames: a head and parts. */
export const anyFrame = fc.record({
  head: anyHead,
  snapshots: fc.array(anySnapshot, { maxLength: 4 }),
  deltas: fc.array(anyDelta, { maxLength: 6 }),
})
