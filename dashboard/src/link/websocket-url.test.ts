import { expect, it } from 'vitest'
import { websocketUrl } from './websocket-url.js'

it.each([
  [{ protocol: 'http:', host: 'localhost:8080' }, 'ws://localhost:8080/ws'],
  [{ protocol: 'https:', host: 'wall.example' }, 'wss://wall.example/ws'],
])('%o is served at %s', (page, expected) => {
  expect(websocketUrl(page)).toBe(expected)
})
