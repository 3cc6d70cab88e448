import type { QuoteState } from '@tickwall/protocol'
import type { Formats } from '../../figures/formats.js'
import { dayRange, quoteFigures, type Direction } from '../../figures/quote-figures.js'
import { NEWS, type Freshness, type FreshnessState } from '../../market/freshness.js'
import type { Sparkline } from '../../market/sparkline.js'
import type { TopicView } from '../../market/topic-view.js'
import { COLUMN_KEYS, type ColumnKey } from '../../settings/columns.js'
import { cellText, type TextColumn } from './cell-text.js'
import { drawLine, type LineColors } from './draw-line.js'
import type { Flash } from './flash-limiter.js'

/** What all rows of a table share while it paints. */
export interface PaintContext {
  readonly formats: Formats
  readonly colors: LineColors
  readonly pixelRatio: number
  /** What the state of a row is called; `empty` is one that nothing was ever told of. */
  statusText(state: RowStatus): string
  /** What a cell whose price moved may do. */
  flash(cell: string): Flash
}

export type RowStatus = FreshnessState | 'empty'

const FLASH_MS = 500
/** The flash is fully lit after 120 of its 500 ms. */
const LIT_AT = 0.24

const setText = (node: Text, text: string): void => {
  if (node.data !== text) node.data = text
}
const setClass = (element: HTMLElement, name: string): void => {
  if (element.className !== name) element.className = name
}

/** Nothing was ever told of it: what never was has no age, and cannot be stale. */
const isUntold = ({ last, bid, ask }: QuoteState): boolean =>
  last === undefined && bid === undefined && ask === undefined

/** The cell's own text; a render leaves a comment before it, and an earlier painter of the row its text. */
const textOf = (cell: HTMLElement): Text =>
  [...cell.childNodes].find((node) => node instanceof Text) ?? cell.appendChild(document.createTextNode(''))

/** Keeps one row of the table true by writing into its text nodes: no render, and no write where the text is the same. */
export class RowPainter {
  readonly #row: HTMLElement
  readonly #instrument: string
  readonly #texts = new Map<TextColumn, { readonly cell: HTMLElement; readonly text: Text }>()
  #status: { readonly cell: HTMLElement; readonly text: Text } | null = null
  #canvas: HTMLCanvasElement | null = null
  #range: HTMLElement | null = null
  #last = NaN
  #lineVersion = ''
  #rangeVersion = ''

  /** `row` holds one element with `data-column` a column. */
  constructor(row: HTMLElement, instrument: string) {
    this.#row = row
    this.#instrument = instrument
    for (const cell of row.querySelectorAll<HTMLElement>('[data-column]')) this.#adopt(cell)
  }

  #adopt(cell: HTMLElement): void {
    const column = COLUMN_KEYS.find((key) => key === cell.dataset['column'])
    switch (column) {
      case undefined:
      case 'symbol':
      case 'name':
        break
      case 'spark':
        this.#canvas = cell.querySelector('canvas')
        break
      case 'range':
        this.#range = cell.querySelector<HTMLElement>('.range')
        break
      case 'status':
        this.#status = { cell, text: textOf(cell) }
        break
      default:
        this.#texts.set(column, { cell, text: textOf(cell) })
    }
  }

  /** Brings the row up to date with its view; called in every frame in which the view changed, and as time passes. */
  paint(view: TopicView<'quote'>, known: Freshness, line: Sparkline | null, context: PaintContext): void {
    const quote = view.state
    const isEmpty = view.stage === 'current' && isUntold(quote) && (NEWS.has(known.state) || known.state === 'stale')
    const freshness: Freshness = isEmpty ? { ...known, state: 'quiet', ageMs: null, isDim: false } : known
    const figures = quoteFigures(quote)
    const source = { quote, figures, places: view.places, ageMs: freshness.ageMs }
    for (const [column, { cell, text }] of this.#texts) {
      const shown = cellText(column, source, context.formats)
      setText(text, shown)
      setClass(cell, cellClass(column, figures.direction, shown))
    }
    setClass(this.#row, rowClass(freshness))
    this.#paintStatus(isEmpty ? 'empty' : freshness.state, context)
    this.#paintRange(view)
    this.#paintLine(line, context)
    this.#paintMove(figures.last, view.isNews && NEWS.has(freshness.state), context)
  }

  #paintStatus(status: RowStatus, context: PaintContext): void {
    if (this.#status === null) return
    setText(this.#status.text, context.statusText(status))
    setClass(this.#status.cell, `cell status ${status}`)
  }

  #paintMove(last: number, isNews: boolean, context: PaintContext): void {
    const before = this.#last
    this.#last = last
    const cell = this.#texts.get('last')?.cell
    if (cell === undefined || !isNews || !(last > before || last < before)) return
    const tone = last > before ? 'up' : 'down'
    switch (context.flash(`${this.#instrument} last`)) {
      case 'background':
        cell.animate(
          [
            { backgroundColor: 'transparent', easing: 'ease-out' },
            { backgroundColor: `var(--${tone}-tint)`, offset: LIT_AT, easing: 'ease-in' },
            { backgroundColor: 'transparent' },
          ],
          FLASH_MS,
        )
        break
      case 'text':
        cell.animate([{ color: `var(--${tone})` }, { color: `var(--${tone})`, offset: LIT_AT }, {}], FLASH_MS)
        break
      case 'none':
        break
    }
  }

  #paintRange({ state }: TopicView<'quote'>): void {
    if (this.#range === null) return
    const range = dayRange(state)
    const version = range === null ? '' : `${range.open} ${range.last}`
    if (version === this.#rangeVersion) return
    this.#rangeVersion = version
    this.#range.hidden = range === null
    if (range === null) return
    const [from, to] = [Math.min(range.open, range.last), Math.max(range.open, range.last)]
    this.#range.style.setProperty('--from', percent(from))
    this.#range.style.setProperty('--to', percent(1 - to))
    this.#range.style.setProperty('--at', percent(range.last))
    setClass(this.#range, `range ${range.last >= range.open ? 'up' : 'down'}`)
  }

  #paintLine(line: Sparkline | null, { colors, pixelRatio }: PaintContext): void {
    if (this.#canvas === null || line === null) return
    const version = `${line.newestMs} ${line.length} ${line.at(line.length - 1)} ${colors.up} ${pixelRatio}`
    if (version === this.#lineVersion) return
    this.#lineVersion = version
    drawLine(this.#canvas, line, colors, pixelRatio)
  }
}

const percent = (part: number): string => `${Math.round(part * 1000) / 10}%`

const DIRECTED: ReadonlySet<ColumnKey> = new Set(['change', 'percent'])
/** Longer texts are set smaller: a digit that is cut off is a wrong price. */
const FITS_CHARACTERS = 11
const cellClass = (column: ColumnKey, direction: Direction, text: string): string =>
  `cell ${column}${DIRECTED.has(column) ? ` ${direction}` : ''}${text.length > FITS_CHARACTERS ? ' is-long' : ''}`

const rowClass = ({ state, isDim }: Freshness): string => `row ${state}${isDim ? ' is-dim' : ''}`
