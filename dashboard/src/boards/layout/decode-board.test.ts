import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrange } from '../grid/arrange.js'
import { COLUMNS, overlaps } from '../grid/placement.js'
import { boardIdOf, isBoardId, MOST_PANELS, type Board, type Panel } from './board.js'
import { readConfig, type ConfigField, type ConfigFields } from './config-field.js'
import { decodeBoard, LONGEST_BOARD, printBoard, type DecodedBoard } from './decode-board.js'
import { BOARD_VERSION } from './migrations.js'
import { PANEL_FIELDS, PANEL_KINDS } from './panel-kinds.js'
import { READY_IDS, readyBoard } from './ready-boards.js'
import { packBoard, unpackBoard } from './share.js'

/** Values that a field may hold. */
function valuesOf(field: ConfigField): fc.Arbitrary<unknown> {
  switch (field.type) {
    case 'number':
      return fc
        .double({ min: field.least, max: field.most, noNaN: true })
        .map((value) => (field.fallback === null && value > 0.9 ? null : value + 0))
    case 'choice':
      return fc.constantFrom(...field.of)
    case 'switch':
      return fc.boolean()
    case 'instruments':
      return fc.uniqueArray(fc.string({ maxLength: 20 }), { maxLength: field.most })
    case 'text':
      return fc.string({ maxLength: Math.min(30, field.longest), unit: 'grapheme' })
    default:
      return fc.string({ maxLength: 30 })
  }
}
const panels = fc.constantFrom(...PANEL_KINDS).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    x: fc.nat(COLUMNS),
    y: fc.nat(30),
    w: fc.integer({ min: 1, max: COLUMNS }),
    h: fc.integer({ min: 1, max: 12 }),
    config: fc.record(
      Object.fromEntries(
        Object.entries<ConfigField>(PANEL_FIELDS[kind]).map(([name, field]) => [name, valuesOf(field)]),
      ),
    ),
  }),
)
const boards = fc
  .record({ title: fc.string({ maxLength: 40 }), panels: fc.array(panels, { maxLength: 10 }) })
  .map(({ title, panels: drawn }): Board => ({
    id: 'mine',
    title,
    panels: arrange(drawn.map((panel, index) => ({ ...panel, id: `p${index + 1}` }) as unknown as Panel)).map(
      // `-0` cannot be written in JSON.
      (panel) => ({ ...panel, config: JSON.parse(JSON.stringify(panel.config)) }) as Panel,
    ),
  }))

const written = (change: object) =>
  JSON.stringify({ version: BOARD_VERSION, id: 'a', title: 'A', panels: [], ...change })
const boardOf = (decoded: DecodedBoard | null) => (decoded?.ok === true ? decoded.board : null)

describe('a board as text', () => {
  it('reads back what was written, as a file and as an address', async () => {
    await fc.assert(
      fc.asyncProperty(boards, async (board) => {
        expect(decodeBoard(printBoard(board))).toEqual({ ok: true, board, lost: 0 })
        expect(decodeBoard(printBoard(board, 2))).toEqual({ ok: true, board, lost: 0 })
        expect(boardOf(await unpackBoard(await packBoard(board)))).toEqual(board)
      }),
    )
  })

  it('is a whole board or a reason, whatever was found, and never throws', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(decodeBoard(text).ok).toBe(false)
      }),
    )
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.jsonValue(),
            fc.record({ kind: fc.constantFrom(...PANEL_KINDS), at: fc.jsonValue(), config: fc.jsonValue() }),
          ),
        ),
        (found) => {
          const board = boardOf(decodeBoard(written({ panels: found })))
          for (const [index, panel] of board!.panels.entries()) {
            expect(panel.config).toEqual(readConfig<ConfigFields>(PANEL_FIELDS[panel.kind], panel.config))
            expect(board!.panels.slice(index + 1).some((other) => overlaps(panel, other))).toBe(false)
          }
        },
      ),
    )
  })

  it.each([
    ['', 'notJson'],
    ['{', 'notJson'],
    ['null', 'notBoard'],
    ['[]', 'notBoard'],
    ['7', 'notBoard'],
    ['{"version":"1"}', 'notBoard'],
    [written({ panels: {} }), 'notBoard'],
    [written({ version: BOARD_VERSION + 1 }), 'otherVersion'],
    [written({ version: 0 }), 'otherVersion'],
    ['{"version":1e999}', 'otherVersion'],
    [' '.repeat(LONGEST_BOARD + 1), 'tooLarge'],
  ])('%# is no board', (text, fault) => {
    expect(decodeBoard(text)).toEqual({ ok: false, fault })
  })

  it('leaves out and counts the panels that it cannot read, and keeps the others', () => {
    const text = written({
      panels: [
        null,
        { kind: 'hologram', at: [0, 0, 1, 1] },
        { kind: 'clock', at: 'here' },
        { kind: 'clock', at: [0, 0, 99, 2], config: { zone: 7, name: 'x'.repeat(99), __proto__: 1 } },
        ...Array.from({ length: MOST_PANELS }, () => ({ kind: 'link', at: [0, 0, 1, 1] })),
      ],
    })
    const decoded = decodeBoard(text)
    expect(decoded).toMatchObject({ ok: true, lost: 7 })
    expect(boardOf(decoded)?.panels[0]).toMatchObject({ x: 0, w: COLUMNS, config: { zone: '', name: 'x'.repeat(40) } })
  })

  it('reads boards of version 1, which had 12 columns', () => {
    const panels = [{ kind: 'movers', at: [3, 2, 9, 4] }, { kind: 'link', at: ['a', 0] }, { kind: 'link' }, 7]
    const decoded = decodeBoard(written({ version: 1, panels }))
    expect(decoded).toMatchObject({ ok: true, lost: 2 })
    expect(boardOf(decoded)?.panels[0]).toMatchObject({ x: 6, y: 0, w: 18, h: 4 })
  })

  it('takes an id that may not stand in an address for none', () => {
    expect(boardOf(decodeBoard(written({ id: '../x' })))?.id).toBe('board')
  })
})

describe('a board in an address', () => {
  it('is short', async () => {
    for (const id of READY_IDS) expect((await packBoard(readyBoard(id))).length).toBeLessThan(900)
  })
  it('is nothing, or a reason, where the address was cut off or holds something else', async () => {
    const whole = await packBoard(readyBoard('market'))
    expect(await unpackBoard('')).toBeNull()
    expect(await unpackBoard('#other=1')).toBeNull()
    for (const hash of ['#board=', '#board=z', '#board=x123', '#board=z%%%', '#board=j!!', whole.slice(0, 60)]) {
      expect(await unpackBoard(hash)).toMatchObject({ ok: false })
    }
  })
  it('does not unpack more than a board can be', async () => {
    const bomb = new Blob([' '.repeat(LONGEST_BOARD * 20)]).stream().pipeThrough(new CompressionStream('deflate-raw'))
    const packed = Buffer.from(await new Response(bomb).arrayBuffer()).toString('base64url')
    expect(packed.length).toBeLessThan(10_000)
    expect(await unpackBoard(`#board=z${packed}`)).toEqual({ ok: false, fault: 'tooLarge' })
  })
})

it('ready-made boards are laid out as they are written', () => {
  for (const id of READY_IDS) {
    const board = readyBoard(id)
    expect(boardOf(decodeBoard(printBoard(board)))).toEqual(board)
    expect(
      board.panels.filter((panel, index) => board.panels.slice(index + 1).some((other) => overlaps(panel, other))),
    ).toEqual([])
  }
})

it('a title makes an id that is free', () => {
  const taken = new Set(['desk-1', 'board'])
  const idOf = (title: string) => boardIdOf(title, (id) => taken.has(id))
  expect([idOf('Desk 1'), idOf('  Été – FX  '), idOf('行情'), idOf('x'.repeat(99))]).toEqual([
    'desk-1-2',
    't-fx',
    'board-2',
    'x'.repeat(32),
  ])
  fc.assert(fc.property(fc.string(), (title) => void expect(isBoardId(idOf(title))).toBe(true)))
})
