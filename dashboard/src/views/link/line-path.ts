/** A line through values that may be unknown, from left to right in a box of `width` by `height`, 0 at the bottom; holes stay holes. */
export function linePath(values: readonly (number | null)[], width: number, height: number): string {
  const highest = Math.max(1e-9, ...values.map((value) => value ?? 0))
  const step = values.length > 1 ? width / (values.length - 1) : 0
  let isDrawing = false
  return values
    .map((value, index) => {
      if (value === null) {
        isDrawing = false
        return ''
      }
      const command = isDrawing ? 'L' : 'M'
      isDrawing = true
      return `${command}${(index * step).toFixed(1)} ${(height - (value / highest) * height).toFixed(1)}`
    })
    .join('')
}
