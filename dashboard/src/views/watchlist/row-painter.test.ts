import type { QuoteState } from '@tickwall/protocol'
import { describe, expect, it, vi } from 'vitest'
import { formatsFor } from '../../figures/formats.js'
import type { Freshness, FreshnessState } from '../../market/freshness.js'
import { TopicRecord } from '../../market/topic-record.js'
import type { TopicView } from '../../market/topic-view.js'
import type { ColumnKey } from '../../settings/columns.js'
import type { Flash } from './flash-limiter.js'
import { RowPainter, type PaintContext } from './row-painter.js'

const COLUMNS: readonly ColumnKey[] = [
  'symbol',
  'last',
  'change',
  'percent',
  'spark',
  'range',
  'volume',
  'age',
  'status',
]

function rowElement(): HTMLElement {
  const row = document.createElement('div')
  for (const column of COLUMNS) {
    const cell = document.createElement('div')
    cell.dataset['column'] = column
    if (column === 'symbol') cell.textContent = 'BTCUSDT'
    if (column === 'spark') cell.append(document.createElement('canvas'))
    if (column === 'range') {
      const range = document.createElement('span')
      range.className = 'range'
      range.hidden = true
      cell.append(range)
    }
    row.append(cell)
  }
  return row
}

const quote = { last: '100.5', prevClose: '100', open: '100', low: '99', high: '101', volume: '1200' } as QuoteState
const view = (changes: Partial<QuoteState> = {}) =>
  ({
    ...new TopicRecord('quote/usdm:BTCUSDT').view,
    isNews: true,
    state: { ...quote, ...changes },
    places: { price: 2, size: 0 },
  }) as TopicView<'quote'>
const fresh = (ageMs = 300, state: FreshnessState = 'live', isDim = false): Freshness => ({
  state,
  ageMs,
  lateMs: null,
  isDim,
})

/** A row with its painter; `flashes` collects how cells lit up, `allows` is what they may do. */
function painted(allows: Flash = 'background') {
  const row = rowElement()
  const flash = vi.fn<(cell: string) => Flash>(() => allows)
  const lit: string[] = []
  row.querySelectorAll<HTMLElement>('[data-column]').forEach((cell) => {
    cell.animate = ((keyframes: Keyframe[]) => {
      lit.push(
        `${cell.dataset['column']} ${Object.values(keyframes[1] ?? {}).find((value) => /var/.test(String(value)))}`,
      )
    }) as never
  })
  const colors = { up: 'green', down: 'red', flat: 'grey' }
  const context: PaintContext = {
    formats: formatsFor('en'),
    colors,
    pixelRatio: 1,
    flash,
    statusText: (state) => `is ${state}`,
  }
  const painter = new RowPainter(row, 'usdm:BTCUSDT')
  const paint = (seen: TopicView<'quote'>, freshness = fresh()) => painter.paint(seen, freshness, null, context)
  const cell = (column: ColumnKey) => row.querySelector<HTMLElement>(`[data-column="${column}"]`)!
  return { row, paint, cell, lit, flash }
}

/** Which columns are written to while `run` runs, with what was written. */
function writes(row: HTMLElement, run: () => void): string[] {
  const observer = new MutationObserver(() => undefined)
  observer.observe(row, { subtree: true, childList: true, characterData: true, attributes: true })
  run()
  const records = observer.takeRecords()
  observer.disconnect()
  const columnOf = (node: Node): string => {
    const element = node instanceof HTMLElement ? node : node.parentElement
    return element?.closest<HTMLElement>('[data-column]')?.dataset['column'] ?? 'row'
  }
  return records.map(({ target, type, attributeName }) => `${columnOf(target)} ${attributeName ?? type}`)
}

describe('RowPainter', () => {
  it('writes the texts, classes and range of a quote', () => {
    const { row, paint, cell } = painted()
    paint(view())
    const texts = COLUMNS.map((column) => cell(column).textContent)
    expect(texts).toEqual(['BTCUSDT', '100.50', '+0.50', '▲ +0.50%', '', '', '1.2K', '0.3s', 'is live'])
    expect(row.className).toBe('row live')
    expect(cell('percent').className).toBe('cell percent up')
    const range = cell('range').querySelector<HTMLElement>('.range')!
    expect([range.hidden, range.className, range.style.getPropertyValue('--at')]).toEqual([false, 'range up', '75%'])
  })

  it('takes over the texts of an earlier painter of the row, as when columns change', () => {
    const row = rowElement()
    const cell = (column: ColumnKey) => row.querySelector<HTMLElement>(`[data-column="${column}"]`)!
    // What Vue leaves where a cell has nothing of its own.
    for (const column of ['last', 'status'] as const) cell(column).append(document.createComment('v-if'))
    const colors = { up: '', down: '', flat: '' }
    const context: PaintContext = {
      formats: formatsFor('en'),
      colors,
      pixelRatio: 1,
      flash: () => 'none',
      statusText: String,
    }
    for (const last of ['100.5', '100.75']) {
      new RowPainter(row, 'usdm:BTCUSDT').paint(view({ last }), fresh(), null, context)
    }
    expect([cell('last').textContent, cell('status').textContent]).toEqual(['100.75', 'live'])
  })

  it('writes nothing when nothing differs', () => {
    const { row, paint } = painted()
    paint(view())
    expect(writes(row, () => paint(view()))).toEqual([])
  })

  it('writes only the cells whose text differs', () => {
    const { row, paint } = painted()
    paint(view())
    expect(writes(row, () => paint(view(), fresh(400)))).toEqual(['age characterData'])
    expect(writes(row, () => paint(view({ volume: '1300' }), fresh(400)))).toEqual(['volume characterData'])
    const moved = writes(row, () => paint(view({ last: '100.6', volume: '1300' }), fresh(400)))
    expect(new Set(moved.map((write) => write.split(' ')[0]))).toEqual(new Set(['last', 'change', 'percent', 'range']))
  })

  it('dims and brightens the row by one class, and names its state', () => {
    const { row, paint, cell } = painted()
    paint(view())
    expect(writes(row, () => paint(view(), fresh(300, 'stale', true)))).toEqual([
      'row class',
      'status characterData',
      'status class',
    ])
    expect(row.className).toBe('row stale is-dim')
    expect(cell('status').className).toBe('cell status stale')
  })

  it('says of a row that nothing was ever told of that it is empty, and not that it is live', () => {
    const { paint, cell } = painted()
    paint({ ...view(), stage: 'current', state: {} as QuoteState })
    expect([cell('status').textContent, cell('age').textContent]).toEqual(['is empty', ''])
    paint({ ...view(), stage: 'current', state: {} as QuoteState }, fresh(9000, 'stale', true))
    expect([cell('status').textContent, cell('age').textContent]).toEqual(['is empty', ''])
    paint({ ...view(), stage: 'current', state: {} as QuoteState }, fresh(300, 'offline', true))
    expect(cell('status').textContent).toBe('is offline')
  })

  it('hides a range that is not known any more', () => {
    const { paint, cell } = painted()
    paint(view())
    paint(view({ low: '101' }))
    expect(cell('range').querySelector<HTMLElement>('.range')!.hidden).toBe(true)
  })

  it('lights a price that moves, in its direction, and asks the limiter before', () => {
    const { paint, lit, flash } = painted()
    paint(view())
    paint(view())
    expect(lit).toEqual([])
    paint(view({ last: '100.6' }))
    paint(view({ last: '100.4' }))
    expect(lit).toEqual(['last var(--up-tint)', 'last var(--down-tint)'])
    expect(flash.mock.calls).toEqual([['usdm:BTCUSDT last'], ['usdm:BTCUSDT last']])
  })

  it('colours only the text, or nothing, when the limiter says so', () => {
    const text = painted('text')
    text.paint(view())
    text.paint(view({ last: '100.6' }))
    expect(text.lit).toEqual(['last var(--up)'])
    const none = painted('none')
    none.paint(view())
    none.paint(view({ last: '100.6' }))
    expect(none.lit).toEqual([])
  })

  it.each(['catchingUp', 'paused', 'stale', 'reconnecting'] as const)('lights nothing while %s', (state) => {
    const { paint, lit, flash } = painted()
    paint(view())
    paint(view({ last: '100.6' }), fresh(300, state))
    expect(lit).toEqual([])
    expect(flash).not.toHaveBeenCalled()
    // Nor afterwards for what moved meanwhile.
    paint(view({ last: '100.6' }))
    expect(lit).toEqual([])
  })

  it('sets a text smaller that would be cut off', () => {
    const { paint, cell } = painted()
    paint(view({ last: '123456789012.25' }))
    expect(cell('last').className).toBe('cell last is-long')
    expect(cell('last').textContent).toBe('123,456,789,012.25')
  })
})
