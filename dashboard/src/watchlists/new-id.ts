const ID_LENGTH = 8
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'

/** A name for a new list or section that no other has: 40 random bits. `fill` fills an array with random bytes. */
export function newId(fill: (bytes: Uint8Array<ArrayBuffer>) => void): string {
  const bytes = new Uint8Array(ID_LENGTH)
  fill(bytes)
  return Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('')
}
