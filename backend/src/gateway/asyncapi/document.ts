import { CLOSE_CODES, SUBPROTOCOLS } from '@tickwall/protocol'
import * as z from 'zod'
import { PRODUCT } from '../build.js'
import { CLIENT_MESSAGES, SERVER_MESSAGES } from './messages.js'

type Entries = Readonly<Record<string, { readonly summary: string; readonly schema: z.ZodType }>>

/** As they come in: fields that are not known are ignored, in both directions [MSG3]. */
const messageOf = ([name, { summary, schema }]: [string, Entries[string]]) => [
  name,
  {
    name,
    summary,
    contentType: 'application/json',
    payload: { ...z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }), $schema: undefined },
  },
]

const refs = (entries: Entries, place: string) => Object.keys(entries).map((name) => ({ $ref: `#/${place}/${name}` }))

const closes = Object.entries(CLOSE_CODES)
  .map(([reason, { code, text }]) => `- ${String(code)} \`${reason}\`: ${text}`)
  .join('\n')

function described(): object {
  const messages = { ...CLIENT_MESSAGES, ...SERVER_MESSAGES }
  const all = Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }])
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'Tickwall',
      version: PRODUCT.version,
      description: `Subprotocols ${Object.values(SUBPROTOCOLS).join(' and ')}; none means the first. Close codes:\n${closes}`,
    },
    defaultContentType: 'application/json',
    channels: { connection: { address: '/', messages: Object.fromEntries(all) } },
    operations: {
      takeRequests: {
        action: 'receive',
        channel: { $ref: '#/channels/connection' },
        summary: 'What a client may say',
        messages: refs(CLIENT_MESSAGES, 'channels/connection/messages'),
      },
      tell: {
        action: 'send',
        channel: { $ref: '#/channels/connection' },
        summary: 'What the server answers, and tells unasked',
        messages: refs(SERVER_MESSAGES, 'channels/connection/messages'),
      },
    },
    components: { messages: Object.fromEntries(Object.entries(messages).map(messageOf)) },
  }
  // Without the fields that are undefined.
  return JSON.parse(JSON.stringify(document)) as object
}

let once: object | null = null

/** The WebSocket as an AsyncAPI 3 document, made from the schemas of its messages. `host` is where it is served. */
export function asyncApiDocument(host: string): object {
  once ??= described()
  return { ...once, servers: { gateway: { host, protocol: 'ws', pathname: '/ws' } } }
}
