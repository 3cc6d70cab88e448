import { instrument } from './load.js'

/** One record of the input contract as it would come from a log. */
export interface StampedRecord {
  readonly key: Buffer
  /** Stamped anew when the same instrument's turn comes again: whoever keeps it must copy it. */
  readonly value: Buffer
}

interface Template {
  readonly key: Buffer
  /** Two texts of a trade, for the sides' names differ in length. */
  readonly buys: Buffer
  readonly sells: Buffer
  readonly quote: Buffer
}

const ms = '0000000000000'
const price = '000.00'
const size = '0.00'
const id = '0000000000'

const tradeText = (name: string, side: string): Buffer =>
  Buffer.from(
    `{"type":"trade","instrument":"${name}","time":${ms},"price":"${price}","size":"${size}","side":"${side}","id":"${id}"}`,
  )
const quoteText = (name: string): Buffer =>
  Buffer.from(
    `{"type":"quote","instrument":"${name}","time":${ms},"bid":"${price}","bidSize":"${size}","ask":"${price}","askSize":"${size}"}`,
  )

/** Writes a whole number right-aligned over digits, the last `decimals` of them behind a point that stays. */
function stamp(text: Buffer, at: number, width: number, value: number, decimals = 0): void {
  let left = value
  for (let i = width - 1; i >= 0; i--) {
    if (decimals > 0 && i === width - 1 - decimals) continue
    text[at + i] = 48 + (left % 10)
    left = Math.floor(left / 10)
  }
}

const after = (text: Buffer, name: string): number => text.indexOf(`"${name}":`) + name.length + 3

/** A text's places, found once: all texts of a kind have them at the same offsets. */
const places = (text: Buffer) => ({
  time: after(text, 'time'),
  price: after(text, 'price') + 1,
  size: after(text, 'size') + 1,
  id: after(text, 'id') + 1,
  bid: after(text, 'bid') + 1,
  bidSize: after(text, 'bidSize') + 1,
  ask: after(text, 'ask') + 1,
  askSize: after(text, 'askSize') + 1,
})

/**
 * Ticks of `topics` instruments in turn, a pass of trades after a pass of quotes; prices walk, so that each pass changes
 * every field. Texts are made once and stamped in place: making a tick costs some 100 ns, so that what is measured in the
 * same process is the server.
 */
export class StampedRecords {
  readonly #templates: readonly Template[]
  readonly #trade: ReturnType<typeof places>
  readonly #sell: ReturnType<typeof places>
  readonly #quote: ReturnType<typeof places>
  #made = 0

  constructor(topics: number) {
    this.#templates = Array.from({ length: topics }, (_, index) => {
      const name = instrument(index)
      return {
        key: Buffer.from(name),
        buys: tradeText(name, 'buy'),
        sells: tradeText(name, 'sell'),
        quote: quoteText(name),
      }
    })
    this.#trade = places(tradeText(instrument(0), 'buy'))
    this.#sell = places(tradeText(instrument(0), 'sell'))
    this.#quote = places(quoteText(instrument(0)))
  }

  /** The next tick, stamped with `timeMs`. `step` topics apart: 2 leaves every other instrument as it is. */
  next(timeMs: number, step = 1): StampedRecord {
    const turns = Math.ceil(this.#templates.length / step)
    const turn = this.#made++
    const index = (turn % turns) * step
    const pass = Math.floor(turn / turns)
    const template = this.#templates[index] as Template
    // 150.00 to 951.00: a digit more or less would not fit the text.
    const cents = 15_000 + ((index * 12_979) % 80_000) + ((pass * 7 + index) % 100)
    if (pass % 2 === 1) {
      const { quote: value } = template
      const { time, bid, bidSize, ask, askSize } = this.#quote
      stamp(value, time, 13, timeMs)
      stamp(value, bid, 6, cents - 1, 2)
      stamp(value, bidSize, 4, 101 + ((pass * 3) % 700), 2)
      stamp(value, ask, 6, cents + 1, 2)
      stamp(value, askSize, 4, 201 + ((pass * 5) % 500), 2)
      return { key: template.key, value }
    }
    const isBuy = pass % 4 === 0
    const value = isBuy ? template.buys : template.sells
    const { time, price: at, size: sizeAt, id: idAt } = isBuy ? this.#trade : this.#sell
    stamp(value, time, 13, timeMs)
    stamp(value, at, 6, cents, 2)
    stamp(value, sizeAt, 4, 11 + (pass % 900), 2)
    stamp(value, idAt, 10, turn)
    return { key: template.key, value }
  }
}
