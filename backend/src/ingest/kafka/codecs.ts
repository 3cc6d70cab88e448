import * as zlib from 'node:zlib'
import { promisify } from 'node:util'
import { decompress as decompressZstd } from 'fzstd'
// One of its names is not among those that an ES module may import from it.
import kafkajs, { CompressionTypes } from 'kafkajs'
import { OperatingFault } from '../../observe/operating-fault.js'
import { decompressLz4 } from './lz4.js'
import { decompressSnappy } from './snappy.js'

type Decompress = (compressed: Buffer) => Promise<Buffer>
type NativeDecompress = (compressed: Buffer, done: (error: Error | null, decompressed: Buffer) => void) => void
type Compressed = CompressionTypes.Snappy | CompressionTypes.LZ4 | CompressionTypes.ZSTD

/** In Node since 22.15, and several times faster; typed here because our types are those of Node 20. */
const nativeZstd = (zlib as { zstdDecompress?: NativeDecompress }).zstdDecompress

const zstd: Decompress =
  nativeZstd === undefined
    ? async (compressed) => Buffer.from(decompressZstd(compressed))
    : promisify<Buffer, Buffer>(nativeZstd)

/** kafkajs decodes gzip alone and stops at every other record batch; nothing of ours compresses. Repeated calls are harmless. */
export function registerCodecs(): void {
  register(CompressionTypes.Snappy, async (compressed) => decompressSnappy(compressed))
  register(CompressionTypes.LZ4, async (compressed) => decompressLz4(compressed))
  register(CompressionTypes.ZSTD, zstd)
}

function register(type: Compressed, decompress: Decompress): void {
  kafkajs.CompressionCodecs[type] = () => ({ compress: refuse, decompress })
}

const refuse = (): Promise<never> =>
  Promise.reject(new OperatingFault('cannotCompress', 'Tickwall publishes uncompressed or gzip.', { retryable: false }))
