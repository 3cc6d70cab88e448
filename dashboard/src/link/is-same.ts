/** Whether all fields of `a` are those of `b`. Shallow: enough for flat records. */
export function isSame<T extends object>(a: T, b: T | null): boolean {
  if (b === null) return false
  return (Object.keys(a) as (keyof T)[]).every((key) => Object.is(a[key], b[key]))
}
