declare module 'snappyjs' {
  /** Throws on malformed input. */
  export function uncompress(compressed: Buffer): Buffer
  export function compress(bytes: Buffer): Buffer
}
