import type { ErrorCode } from './codes.js'
import { cutResume, readPairs, type Positions } from './cut-resume.js'
import type { ClientMessage, RequestId, WirePosition } from './message.js'
import type { Position } from './state.js'
import { MAX_TOPIC_CHARS } from './topic.js'
import {
  type JsonObject,
  isAbsentOr,
  isCount,
  isEpoch,
  isListOf,
  isObject,
  isOffset,
  isRate,
  isRequestId,
  isText,
  readObject,
} from './wire-value.js'

type SentSubscribe = Extract<ClientMessage, { type: 'subscribe' }>

/** A `subscribe` as it was read. */
export type ReceivedSubscribe = Omit<SentSubscribe, 'resume'> & { readonly resume?: Positions }
/** A client's message as it was read: as it was sent, but that positions are a list, which no name of a topic can harm. */
export type ReceivedMessage = Exclude<ClientMessage, SentSubscribe> | ReceivedSubscribe

/** `message` of a failure is a sentence of ours: it repeats nothing that the client sent. */
export type DecodedClientMessage =
  | { readonly ok: true; readonly message: ReceivedMessage }
  | {
      readonly ok: false
      readonly code: Extract<ErrorCode, 'badRequest' | 'unknownType'>
      /** The request's id, if it has a usable one. */
      readonly id?: RequestId
      readonly message: string
    }

/** What can be wrong with a message, and the sentence that says so. */
const FAULTS = {
  unknownType: 'this type of message is not known',
  notAnObject: 'a message is a JSON object',
  badType: 'type must be a text',
  badId: 'id must be a finite number or a text of at most 64 characters',
  badTopics: `topics must be a list of at least one text, each of at most ${String(MAX_TOPIC_CHARS)} characters`,
  badMaxHz: 'maxHz must be a number above 0 or "raw"',
  badResume: 'resume must map topics to positions [epoch, offset]',
  badN: 'n must be the number of a frame',
  badToken: 'token must be a text that is not empty',
} as const
type Fault = keyof typeof FAULTS

/** What a client said, checked, or why it is refused. Answers any text; never throws. Duplicate topics are left to the caller. */
export function decodeClientMessage(text: string): DecodedClientMessage {
  const cut = cutResume(text)
  const rest = cut === null ? null : readObject(cut.text)
  // Read as usual, or from the start by who reads anything.
  const pairs =
    rest?.['resume'] === 0 && isTopicList(rest['topics']) ? readPairs(cut?.pairs ?? '', rest['topics']) : null
  const value = pairs === null ? readObject(text) : rest
  if (value === null) return refusal('notAnObject', null)
  const type = value['type']
  const id = isRequestId(value['id']) ? value['id'] : null
  const message = typeof type === 'string' ? readMessage(type, value, id, pairs) : 'badType'
  return typeof message === 'string' ? refusal(message, id) : { ok: true, message }
}

function refusal(fault: Fault, id: RequestId | null): DecodedClientMessage {
  const code = fault === 'unknownType' ? fault : 'badRequest'
  return { ok: false, code, ...(id === null ? {} : { id }), message: FAULTS[fault] }
}

/** `positions`: those of its topics, where they are read already. */
function readMessage(
  type: string,
  value: JsonObject,
  id: RequestId | null,
  positions: Positions | null,
): ReceivedMessage | Fault {
  const { topics, maxHz, n, token } = value
  switch (type) {
    case 'ack':
      return isCount(n) ? { type, n } : 'badN'
    case 'subscribe': {
      if (id === null) return 'badId'
      if (!isTopicList(topics)) return 'badTopics'
      if (!isAbsentOr(maxHz, isRate)) return 'badMaxHz'
      const resume = positions ?? readResume(value['resume'], topics)
      if (resume === null) return 'badResume'
      return {
        type,
        id,
        topics,
        ...(maxHz === undefined ? {} : { maxHz }),
        ...(resume === undefined ? {} : { resume }),
      }
    }
    case 'unsubscribe':
      if (id === null) return 'badId'
      return isTopicList(topics) ? { type, id, topics } : 'badTopics'
    case 'rate':
      if (id === null) return 'badId'
      if (!isTopicList(topics)) return 'badTopics'
      return isRate(maxHz) ? { type, id, topics, maxHz } : 'badMaxHz'
    case 'ping':
      return id === null ? 'badId' : { type, id }
    case 'auth':
      if (id === null) return 'badId'
      return isText(token) && token !== '' ? { type, id, token } : 'badToken'
    default:
      return 'unknownType'
  }
}

const isTopicText = (value: unknown): value is string => isText(value) && value.length <= MAX_TOPIC_CHARS
const isTopicList = (value: unknown): value is readonly string[] => isListOf(value, isTopicText) && value.length > 0
const isWirePosition = (value: unknown): value is WirePosition =>
  Array.isArray(value) && value.length === 2 && isEpoch(value[0]) && isOffset(value[1])

/** Null when one is malformed, also of a topic that is not in the request. */
function readResume(value: unknown, topics: readonly string[]): Positions | null | undefined {
  if (value === undefined) return undefined
  if (!isObject(value)) return null
  const resume = new Map<string, Position>()
  for (const [topic, position] of Object.entries(value)) {
    if (!isWirePosition(position)) return null
    const [epoch, offset] = position
    resume.set(topic, { epoch, offset })
  }
  return topics.map((topic) => {
    const position = resume.get(topic) ?? null
    resume.delete(topic)
    return position
  })
}
