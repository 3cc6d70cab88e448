import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { isPlaylistId, moved, secondsOf, spelledOut, type Playlist } from './playlist.js'
import { createPlaylistStore, decodePlaylists } from './playlist-store.js'

const LOBBY: Playlist = { id: 'lobby', title: 'Lobby', boards: ['market', 'hosts', 'market'], seconds: 45 }

function storage(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>()
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => void kept.set(key, text) }
}

describe('the playlists of this browser', () => {
  it('are kept as they were written, in their order', () => {
    const held = storage()
    const store = createPlaylistStore(() => held)
    expect(store.read()).toEqual([])
    const floor = { id: 'floor', title: 'Handelsraum', boards: ['desk'], seconds: 5 }
    expect(store.write([LOBBY, floor])).toBe(true)
    expect(createPlaylistStore(() => held).read()).toEqual([LOBBY, floor])
  })

  it('are none, and nothing throws, where storage is refused', () => {
    const told = vi.spyOn(console, 'info').mockImplementation(() => undefined)
    const store = createPlaylistStore(() => {
      throw new DOMException('refused', 'SecurityError')
    })
    expect([store.read(), store.write([LOBBY])]).toEqual([[], false])
    expect(told).toHaveBeenCalledTimes(2)
    told.mockRestore()
  })

  it('lose what is no playlist, a second one of a name, and what does not fit', () => {
    const text = (playlists: unknown) => JSON.stringify({ version: 1, playlists })
    const odd = [
      ...[null, 7, {}, { ...LOBBY, id: 'board' }, { ...LOBBY, id: 'tour' }, { ...LOBBY, id: '../x' }],
      ...[
        { ...LOBBY, boards: [] },
        { ...LOBBY, boards: ['../x', 3] },
        { ...LOBBY, boards: 'market' },
      ],
      ...[LOBBY, { ...LOBBY, title: 'again' }],
    ]
    expect(decodePlaylists(text(odd))).toEqual([LOBBY])
    expect(decodePlaylists(text([{ ...LOBBY, seconds: 'soon' }]))[0]?.seconds).toBe(30)
    expect(decodePlaylists(text([{ ...LOBBY, boards: Array(99).fill('market') }]))[0]?.boards).toHaveLength(20)
    expect(
      decodePlaylists(text(Array.from({ length: 99 }, (_, i) => ({ ...LOBBY, id: `p${String(i)}` })))),
    ).toHaveLength(50)
    expect([decodePlaylists(''), decodePlaylists('[]'), decodePlaylists('{"version":2,"playlists":[]}')]).toEqual([
      [],
      [],
      [],
    ])
  })

  it('are read from any text without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        for (const { id, boards, seconds } of decodePlaylists(text)) {
          expect(isPlaylistId(id) && boards.length > 0 && seconds >= 5).toBe(true)
        }
      }),
    )
  })
})

describe('a playlist', () => {
  it('has an address of its own that any browser understands', () => {
    expect(spelledOut(LOBBY)).toBe('/wall/market,hosts,market?rotate=45s')
  })
  it('shows each board for 5 seconds to a day', () => {
    expect([3, 5.4, 1e9, NaN].map(secondsOf)).toEqual([5, 5, 86_400, 30])
  })
  it('is put in order one place at a time', () => {
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
    for (const [place, by] of [
      [0, -1],
      [2, 1],
      [9, 1],
    ] as const)
      expect(moved(['a', 'b', 'c'], place, by)).toEqual(['a', 'b', 'c'])
  })
})
