import { describe, expect, it } from 'vitest'
import { isView, pathOf } from './paths.js'

const PAGE = 'text/html,*/*;q=0.8'

describe('isView', () => {
  it.each([
    ['/', '*/*', true],
    ['/trade', '*/*', true],
    ['/wall/board/1.5', '*/*', true],
    ['/someday', PAGE, true],
    ['/someday', '*/*', false],
    ['/tradewinds', '*/*', false],
    ['/gone.png', PAGE, false],
    ['/assets/gone', PAGE, false],
    ['/api/x', PAGE, false],
    ['/ws', PAGE, false],
    ['/metrics/x', PAGE, false],
  ])('%s with %s: %s', (path, accept, expected) => {
    expect(isView(path, accept)).toBe(expected)
  })
})

describe('pathOf', () => {
  it('drops the query and decodes, once, or says that it cannot', () => {
    expect(pathOf('/a%20b?c=%zz')).toBe('/a b')
    expect(pathOf('/%2541')).toBe('/%41')
    expect(pathOf('/%zz')).toBeNull()
  })
})
