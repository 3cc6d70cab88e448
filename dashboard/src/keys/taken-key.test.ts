import { afterEach, describe, expect, it } from 'vitest'
import { openedDialog } from './opened-dialog.js'
import { isModalOpen, isTakenKey } from './taken-key.js'

afterEach(() => {
  openedDialog.value = null
  document.body.innerHTML = ''
})

describe('isModalOpen', () => {
  it('tells an open dialog from a closed one', () => {
    document.body.innerHTML = '<dialog></dialog>'
    expect(isModalOpen()).toBe(false)
    document.querySelector('dialog')?.showModal()
    expect(isModalOpen()).toBe(true)
  })

  it('counts a dialog that was asked for and is still being fetched, so that letters typed for it go nowhere else', () => {
    openedDialog.value = 'palette'
    expect(isModalOpen()).toBe(true)
  })
})

it.each([
  ['<input type="text">', 'input', 'a', true],
  ['<input type="checkbox">', 'input', 'a', false],
  ['<button><i></i></button>', 'i', 'Enter', true],
  ['<button><i></i></button>', 'i', 'ArrowDown', false],
  ['<div role="radiogroup"><button></button></div>', 'button', 'ArrowDown', true],
  ['<p></p>', 'p', 'Enter', false],
])('in %s a press on %s with %s is taken: %s', (markup, selector, key, isTaken) => {
  document.body.innerHTML = markup
  expect(isTakenKey({ key, target: document.querySelector(selector) })).toBe(isTaken)
})
