import { createRequire } from 'node:module'

/** Untyped as published; throws on malformed input. */
const { uncompress } = createRequire(import.meta.url)('snappyjs') as { readonly uncompress: (block: Buffer) => Buffer }

/** What Java clients put around snappy blocks: magic, version, oldest compatible version, then blocks with their lengths. */
const xerialMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00])
const xerialHeaderBytes = 16

/** A snappy record batch, with or without the Java framing (librdkafka writes none). Throws on malformed input. */
export function decompressSnappy(compressed: Buffer): Buffer {
  if (!compressed.subarray(0, xerialMagic.length).equals(xerialMagic)) return uncompress(compressed)
  const blocks: Buffer[] = []
  for (let at = xerialHeaderBytes; at < compressed.length;) {
    const length = compressed.readInt32BE(at)
    blocks.push(uncompress(compressed.subarray(at + 4, at + 4 + length)))
    at += 4 + length
  }
  return Buffer.concat(blocks)
}
