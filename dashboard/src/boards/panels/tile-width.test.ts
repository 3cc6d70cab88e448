import { effectScope, ref } from 'vue'
import { expect, it } from 'vitest'
import { Context } from '../../../test/with-context.js'
import { provideTileWidths, useTileWidth } from './tile-width.js'

/** Tiles beside each other; what a wall provides to its tiles, this app provides to all. */
function tiles(isWall: boolean) {
  const { app } = new Context()
  if (isWall) provideTileWidths(app)
  return (own: () => number) => {
    const scope = effectScope()
    const width = app.runWithContext(() => scope.run(() => useTileWidth(own)))!
    return { width, leave: () => scope.stop() }
  }
}

it('the prices of a wall agree on the longest, while it is there', () => {
  const add = tiles(true)
  const length = ref(9)
  const short = add(() => 6)
  const long = add(() => length.value)
  expect(short.width.value).toBe(9)
  length.value = 12
  expect(short.width.value).toBe(12)
  long.leave()
  expect(short.width.value).toBe(6)
})

it('prices that stand in no wall have sizes of their own', () => {
  const add = tiles(false)
  add(() => 12)
  expect(add(() => 7).width.value).toBe(7)
})
