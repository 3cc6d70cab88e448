import { decodeBoard, LONGEST_BOARD, printBoard, type DecodedBoard } from './decode-board.js'
import type { Board } from './board.js'

/** Where in the fragment of an address the board is. */
const NAME = 'board'
/** The first character says how the rest is packed: `z` deflated, `j` as it is, for browsers that cannot deflate. */
const DEFLATED = 'z'
const PLAIN = 'j'

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0))

/** The fragment of an address (with its `#`) that holds the whole board. */
export async function packBoard(board: Board): Promise<string> {
  const bytes = new TextEncoder().encode(printBoard(board))
  if (typeof CompressionStream === 'undefined') return `#${NAME}=${PLAIN}${toBase64Url(bytes)}`
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  return `#${NAME}=${DEFLATED}${toBase64Url(new Uint8Array(await new Response(packed).arrayBuffer()))}`
}

/** The board in the fragment of an address, or null where there is none. Never rejects; stops at a board's greatest length. */
export async function unpackBoard(hash: string): Promise<DecodedBoard | null> {
  const packed = new URLSearchParams(hash.replace(/^#/, '')).get(NAME)
  if (packed === null) return null
  try {
    const bytes = fromBase64Url(packed.slice(1))
    if (packed.startsWith(PLAIN)) return decodeBoard(new TextDecoder().decode(bytes))
    if (!packed.startsWith(DEFLATED)) return { ok: false, fault: 'notBoard' }
    const text = await readText(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')))
    return text === null ? { ok: false, fault: 'tooLarge' } : decodeBoard(text)
  } catch {
    // Not base64, or not deflated: cut off while it was copied.
    return { ok: false, fault: 'notBoard' }
  }
}

/** A few bytes may unpack to gigabytes: what is too long for a board is not read to its end. */
async function readText(stream: ReadableStream<Uint8Array>): Promise<string | null> {
  const decoder = new TextDecoder()
  let text = ''
  for (const reader = stream.getReader(); ;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    text += decoder.decode(value, { stream: true })
    if (text.length > LONGEST_BOARD) {
      await reader.cancel()
      return null
    }
  }
}
