import { describe, expect, it } from 'vitest'
import { OPEN_ACCESS } from '../guard/access.js'
import { isFromHere, mayPublish } from './may-publish.js'

const asked = (remoteAddress: string | undefined, headers: Record<string, string>) => ({
  ...{ socket: { remoteAddress }, headers: { host: 'localhost:8080', ...headers } },
})

describe('isFromHere', () => {
  it.each(['127.0.0.1', '127.3.2.1', '::1', '::ffff:127.0.0.1'])('[SYS7] believes %s', (address) => {
    for (const host of ['localhost:8080', 'localhost', '127.0.0.1:8080', '[::1]:8080'])
      expect(isFromHere(asked(address, { host }))).toBe(true)
  })

  it.each([
    ['another machine', asked('10.0.0.1', {})],
    ['a socket that is gone', asked(undefined, {})],
    ['a proxy on this machine', asked('127.0.0.1', { 'x-forwarded-for': '127.0.0.1' })],
    ['a proxy that says little', asked('127.0.0.1', { via: '1.1 proxy' })],
    ['a name that someone had lead here', asked('127.0.0.1', { host: 'evil.example:8080' })],
    ['a name that only begins like ours', asked('127.0.0.1', { host: 'localhost.evil.example' })],
  ])('[SYS7] does not believe %s', (_, request) => {
    expect(isFromHere(request)).toBe(false)
  })
})

describe('mayPublish', () => {
  it('[SYS7] asks the token where there are tokens, whoever is on this machine', () => {
    const operator = { ...OPEN_ACCESS, mayPublish: ({ kind }: { kind: string }) => kind === 'sys' }
    expect(mayPublish(operator, true, asked('10.0.0.1', {}), 'commands')).toBe(true)
    expect(mayPublish(OPEN_ACCESS, true, asked('127.0.0.1', {}), 'commands')).toBe(false)
    expect(mayPublish(OPEN_ACCESS, false, asked('127.0.0.1', {}), 'commands')).toBe(true)
    expect(mayPublish(operator, false, asked('10.0.0.1', {}), 'commands')).toBe(false)
  })
})
