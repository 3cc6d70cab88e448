import { DEFAULT_RATE, readFrameHead, SUBPROTOCOLS, type Rate, type WirePosition } from '@tickwall/protocol'

/** What a client of one kind of server says and hears. */
export interface Dialect {
  readonly path: string
  /** Offered in the handshake; null: none. */
  readonly subprotocol: string | null
  /** Bytes of each message that `isData` needs. */
  readonly peek: number
  /** What is said once so many messages have been heard. */
  greeting(topics: readonly string[]): readonly Step[]
  /** Whether a message carries data, judged by its first bytes. */
  isData(isBinary: boolean, bytes: Buffer, start: number): boolean
  /** When the newest record of a data message was published, ms; null where that is not told. `text` is how it begins. */
  publishedMs(text: string): number | null
}

export interface Step {
  readonly afterMessages: number
  readonly text: string
}

export type DialectName = 'json' | 'binary' | 'plain' | 'socketIo' | 'centrifugo'

export interface Subscribe {
  readonly topics: readonly string[]
  readonly maxHz: Rate
  readonly resume?: WirePosition
}

/** `subscribe` of Tickwall's protocol; with `resume` each topic is said to be held at that position. */
export function subscribeText({ topics, maxHz, resume }: Subscribe): string {
  const held = resume === undefined ? {} : { resume: Object.fromEntries(topics.map((topic) => [topic, resume])) }
  return JSON.stringify({ type: 'subscribe', id: 1, topics, maxHz, ...held })
}

/** `{"type":"frame",…`: no other message of Tickwall's has this letter there. */
const FRAME_LETTER_AT = 9
const FRAME_LETTER = 'f'.charCodeAt(0)

const tickwall = (codec: 'json' | 'binary', maxHz: Rate): Dialect => ({
  path: '/ws',
  subprotocol: SUBPROTOCOLS[codec],
  peek: FRAME_LETTER_AT + 1,
  greeting: (topics) => [{ afterMessages: 0, text: subscribeText({ topics, maxHz }) }],
  isData: (isBinary, bytes, start) => isBinary || bytes[start + FRAME_LETTER_AT] === FRAME_LETTER,
  publishedMs: (text) => readFrameHead(text)?.at ?? null,
})

/** Packets of Engine.IO 4 and Socket.IO 5: `40` connects, `42[…]` is an event. */
const EVENT = '2'.charCodeAt(0)
const socketIo: Dialect = {
  path: '/socket.io/?EIO=4&transport=websocket',
  subprotocol: null,
  peek: 2,
  greeting: (topics) => [
    { afterMessages: 1, text: '40' },
    { afterMessages: 2, text: `42${JSON.stringify(['subscribe', topics])}` },
  ],
  isData: (_isBinary, bytes, start) => bytes[start + 1] === EVENT,
  publishedMs: () => null,
}

/** Commands of Centrifugo's JSON protocol, one a line; a push begins `{"push":`. Several may share one message. */
/** A colon would end the name of a namespace. */
export const channelOf = (topic: string): string => topic.replace(':', '-')
const PUSH = 'p'.charCodeAt(0)
const centrifugo: Dialect = {
  path: '/connection/websocket',
  subprotocol: null,
  peek: 3,
  greeting: (topics) => [
    { afterMessages: 0, text: '{"id":1,"connect":{}}' },
    {
      afterMessages: 1,
      text: topics
        .map((topic, i) => JSON.stringify({ id: i + 2, subscribe: { channel: channelOf(topic) } }))
        .join('\n'),
    },
  ],
  isData: (_isBinary, bytes, start) => bytes[start + 2] === PUSH,
  publishedMs: (text) => {
    const time = /"time":(\d{13})/.exec(text)?.[1]
    return time === undefined ? null : Number(time)
  },
}

export function dialect(name: DialectName, maxHz: Rate = DEFAULT_RATE): Dialect {
  switch (name) {
    case 'json':
    case 'binary':
      return tickwall(name, maxHz)
    // The floor and the plain server take Tickwall's own `subscribe`.
    case 'plain':
      return { ...tickwall('json', maxHz), subprotocol: null }
    case 'socketIo':
      return socketIo
    case 'centrifugo':
      return centrifugo
  }
}
