/** How a field's value is spelled in an ordinary record. */
export type FieldKind = 'type' | 'name' | 'decimal' | 'time' | 'side' | 'label' | 'number'

/** A field of the input contract as a scanner meets it. */
export interface RecordField {
  readonly kind: FieldKind
  /** Where its value goes, and its bit among the fields met. */
  readonly slot: number
  readonly bit: number
  /** What follows the first four bytes of the name, its closing quote and the colon included. */
  readonly rest: Uint8Array
}

/** Four bytes as a little-endian view reads them. */
export const word = (text: string): number => Buffer.from(text, 'latin1').readInt32LE(0)

/** By the first four bytes after the opening quote, which tell all of them apart. */
export const fieldsByWord = new Map<number, RecordField>()

function field(name: string, kind: FieldKind): RecordField {
  const slot = fieldsByWord.size
  const spelled = `${name}":`
  const made: RecordField = { kind, slot, bit: 1 << slot, rest: Buffer.from(spelled.slice(4), 'latin1') }
  fieldsByWord.set(word(spelled), made)
  return made
}

export const TYPE = field('type', 'type')
export const INSTRUMENT = field('instrument', 'name')
export const TIME = field('time', 'time')
export const BID = field('bid', 'decimal')
export const BID_SIZE = field('bidSize', 'decimal')
export const ASK = field('ask', 'decimal')
export const ASK_SIZE = field('askSize', 'decimal')
export const PRICE = field('price', 'decimal')
export const SIZE = field('size', 'decimal')
export const SIDE = field('side', 'side')
export const ID = field('id', 'label')
export const HOST = field('host', 'name')
export const NAME = field('name', 'name')
export const VALUE = field('value', 'number')
export const UNIT = field('unit', 'label')
