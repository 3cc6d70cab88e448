import type { RequestId } from './message.js'
import type { Rate } from './rate.js'

/** A decoded JSON object; its values are not checked yet. */
export type JsonObject = { readonly [key: string]: unknown }

export const MAX_ID_CHARS = 64
export const MAX_EPOCH_CHARS = 64

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object a text holds, or null when it holds anything else. Never throws; nesting costs no stack. */
export function readObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    // Not JSON: the only way the parser says so.
    return null
  }
}

/** JSON reads `1e999` as Infinity, so being a number is not enough. */
export const isFiniteNumber = (value: unknown): value is number => Number.isFinite(value)
export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
export const isOffset = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= -1
export const isEpoch = (value: unknown): value is string => typeof value === 'string' && value.length <= MAX_EPOCH_CHARS
export const isRequestId = (value: unknown): value is RequestId =>
  typeof value === 'string' ? value.length <= MAX_ID_CHARS : isFiniteNumber(value)
export const isRate = (value: unknown): value is Rate => value === 'raw' || (isFiniteNumber(value) && value > 0)
export const isText = (value: unknown): value is string => typeof value === 'string'
/** An absent field is fine where this is asked; null is a value, not an absence. */
export const isAbsentOr = <T>(value: unknown, is: (value: unknown) => value is T): value is T | undefined =>
  value === undefined || is(value)
export const isListOf = <T>(value: unknown, is: (item: unknown) => item is T): value is readonly T[] =>
  Array.isArray(value) && value.every(is)
