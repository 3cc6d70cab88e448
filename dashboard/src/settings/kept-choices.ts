/** Everything this product keeps in the browser lies under names that begin so. */
const PREFIX = 'tickwall.'
const PRODUCT = 'tickwall'
const VERSION = 1

type Reader = Pick<Storage, 'getItem' | 'key' | 'length'>

/** All that is kept, as the text of a file that `readKept` understands. */
export function writeKept(storage: Reader): string {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
  const kept = names
    .filter((name) => name.startsWith(PREFIX))
    .sort()
    .map((name) => [name, storage.getItem(name) ?? ''] as const)
  return `${JSON.stringify({ product: PRODUCT, version: VERSION, kept: Object.fromEntries(kept) }, null, 2)}\n`
}

/** The entries of such a file, or null for any other text. What each holds is judged by who reads it. */
export function readKept(text: string): (readonly [name: string, value: string])[] | null {
  try {
    const file: unknown = JSON.parse(text)
    if (typeof file !== 'object' || file === null) return null
    const { product, version, kept } = file as Record<string, unknown>
    if (product !== PRODUCT || version !== VERSION || typeof kept !== 'object' || kept === null) return null
    return Object.entries(kept).filter(
      (entry): entry is [string, string] => entry[0].startsWith(PREFIX) && typeof entry[1] === 'string',
    )
  } catch {
    // No JSON is no such file.
    return null
  }
}
