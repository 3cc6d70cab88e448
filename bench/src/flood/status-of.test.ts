import { expect, it } from 'vitest'
import { statusOf } from './status-of.js'

it.each([
  ['HTTP/1.1 101 Switching Protocols\r\n', '101'],
  ['HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\n', '429'],
  ['HTTP/1.1 4', null],
  ['', null],
])('reads %j', (head, status) => {
  expect(statusOf(head)).toBe(status)
})
