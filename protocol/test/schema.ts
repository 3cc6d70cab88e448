import { readFileSync } from 'node:fs'
import protobuf from 'protobufjs'

/** A frame as a protobuf library reads it by the schema; whole numbers are bigints. */
export interface SchemaFrame {
  readonly n: bigint
  readonly prev?: bigint
  readonly ts?: bigint
  readonly at?: bigint
  readonly snapshots: readonly SchemaPart[]
  readonly deltas: readonly SchemaPart[]
}
export interface SchemaPart {
  readonly ref?: bigint
  readonly offset?: bigint
  readonly epoch?: string
  readonly quote: readonly bigint[]
  readonly trades: readonly bigint[]
  readonly bars: readonly bigint[]
  readonly seconds: readonly bigint[]
  readonly points: readonly number[]
  readonly value?: number
  readonly at?: bigint
  readonly unit?: string
  readonly min?: number
  readonly max?: number
  readonly avg?: number
  readonly count?: bigint
  readonly size?: bigint
  readonly lost?: bigint
  readonly removed: readonly number[]
  readonly textFields: readonly number[]
  readonly texts: readonly string[]
  readonly more?: string
}

const file = new URL('../proto/tickwall/v1/frame.proto', import.meta.url)
const { root } = protobuf.parse(readFileSync(file, 'utf8'))
export const frameType = root.lookupType('tickwall.v1.Frame')
export const fieldNumbers = root.lookupEnum('tickwall.v1.Part.Field').values

const isLong = (value: unknown): value is { toString(): string } =>
  typeof value === 'object' && value !== null && 'low' in value && 'high' in value

function withBigints(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withBigints)
  if (isLong(value)) return BigInt(value.toString())
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withBigints(entry)]))
}

/** Decodes by the schema alone. Throws on bytes that are no frame. */
export function readBySchema(bytes: Uint8Array): SchemaFrame {
  const message = frameType.decode(bytes)
  return withBigints(frameType.toObject(message, { arrays: true })) as SchemaFrame
}

/** What the library makes of a frame when it reads it and writes it again. */
export const rewritten = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(frameType.encode(frameType.decode(bytes)).finish())
