import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { decodeClientMessage, decodeServerMessage } from '@tickwall/protocol'
import { Ajv, type AnySchema } from 'ajv'
import { describe, expect, it } from 'vitest'
import { asyncApiDocument } from './document.js'
import { CLIENT_MESSAGES, SERVER_MESSAGES } from './messages.js'

const load = (path: string): unknown => JSON.parse(readFileSync(createRequire(import.meta.url).resolve(path), 'utf8'))
const page = readFileSync(new URL('../../../../docs/protocol.md', import.meta.url), 'utf8').replaceAll('\r\n', '\n')
const examples = (heading: string): string[] =>
  [...page.matchAll(/^```json (.+)\n([^]*?)^```$/gm)]
    .filter(([, info]) => info === heading)
    .flatMap(([, , lines = '']) => lines.trimEnd().split('\n'))

interface Document {
  readonly servers: Record<string, unknown>
  readonly channels: { readonly connection: { readonly messages: Record<string, unknown> } }
  readonly components: { readonly messages: Record<string, { readonly payload: AnySchema }> }
}
const document = asyncApiDocument('tickwall.example') as Document

describe('the AsyncAPI document', () => {
  it('is valid to the schema of AsyncAPI 3', () => {
    const isValid = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(
      load('@asyncapi/specs/schemas/3.0.0-without-$id.json') as AnySchema,
    )
    isValid(document)
    expect(isValid.errors).toBeNull()
    // It would tell.
    expect(isValid({ ...document, asyncapi: '2.0.0' })).toBe(false)
    expect(isValid({ ...document, channels: { connection: { messages: [] } } })).toBe(false)
  })

  it('has every message of both directions', () => {
    const names = [...Object.keys(CLIENT_MESSAGES), ...Object.keys(SERVER_MESSAGES)].sort()
    expect(Object.keys(document.channels.connection.messages).sort()).toEqual(names)
    expect(Object.keys(document.components.messages).sort()).toEqual(names)
  })

  it('describes the examples of the protocol, in both directions', () => {
    const ajv = new Ajv({ strict: false })
    const lines = [...examples('client'), ...examples('server')]
    expect(lines.length).toBeGreaterThan(20)
    for (const line of lines) {
      const message = JSON.parse(line) as { type: string }
      const { payload } = document.components.messages[message.type] ?? { payload: false }
      expect([line, ajv.validate(payload, message), ajv.errors]).toEqual([line, true, null])
    }
  })

  it.each([
    { type: 'subscribe', id: 1, topics: [] },
    { type: 'subscribe', id: 'x'.repeat(65), topics: ['quote/a'] },
    { type: 'subscribe', id: 1, topics: ['quote/a'], maxHz: 0 },
    { type: 'subscribe', id: 1, topics: ['quote/a'], maxHz: 'fast' },
    { type: 'subscribe', id: 1, topics: ['quote/a'], resume: { 'quote/a': ['e', -2] } },
    { type: 'subscribe', id: 1, topics: ['quote/a'], resume: { 'quote/a': ['e'] } },
    { type: 'unsubscribe', topics: ['quote/a'] },
    { type: 'rate', id: 1, topics: ['quote/a'] },
    { type: 'ping', id: true },
    { type: 'ack', n: -1 },
    { type: 'ack', n: 'last' },
    { type: 'auth', id: 1 },
  ])('refuses what the decoder refuses: %j', (message) => {
    expect(decodeClientMessage(JSON.stringify(message)).ok).toBe(false)
    const { payload } = document.components.messages[message.type] ?? { payload: true }
    expect(new Ajv({ strict: false }).validate(payload, message)).toBe(false)
  })

  it('takes what the decoders take', () => {
    for (const line of examples('client')) expect(decodeClientMessage(line).ok).toBe(true)
    for (const line of examples('server')) expect(decodeServerMessage(line).ok).toBe(true)
  })
})
