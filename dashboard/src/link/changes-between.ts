import type { Changes } from '@tickwall/protocol'

/** A state's fields, shallow. */
export type Fields = Readonly<Record<string, unknown>>

/** A copy that later changes in place of the original do not reach: the fields, and the list of items, not the items themselves. */
export function copyFields(state: object): Fields {
  const copy: Record<string, unknown> = { ...state }
  if (Array.isArray(copy['items'])) copy['items'] = [...(copy['items'] as unknown[])]
  return copy
}

/**
 * What turns `before` into `after`, in the wire's own terms: absolute values, null for a field that ceased, of a list the items that are
 * new or were replaced. Items that only fell out of the ring are not told: cutting to `size` drops them at the receiver as well.
 */
export function changesBetween(before: Fields, after: object): Changes {
  const changes: Record<string, unknown> = {}
  const now = after as Fields
  for (const field of Object.keys(now)) {
    const value = now[field]
    if (Object.is(value, before[field])) continue
    if (field !== 'items' || !Array.isArray(value)) changes[field] = value
    else {
      const held = new Set((before['items'] ?? []) as readonly unknown[])
      const fresh = value.filter((item) => !held.has(item))
      if (fresh.length > 0) changes[field] = fresh
    }
  }
  for (const field of Object.keys(before)) if (!Object.hasOwn(now, field)) changes[field] = null
  return changes
}
