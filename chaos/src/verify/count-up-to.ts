/** How many of the ascending numbers are not greater. */
export function countUpTo(ascending: readonly number[], bound: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] as number) <= bound) low = middle + 1
    else high = middle
  }
  return low
}
