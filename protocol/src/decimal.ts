/** A decimal as its own text and as a scaled integer: value = units / 10^scale, trailing zeros stripped from `units`. */
export interface Decimal {
  /** The text as it came, digit for digit. */
  readonly text: string
  /** A number while |units| ≤ 2^53 - 1, else a bigint. */
  readonly units: number | bigint
  /** 0 to 18. */
  readonly scale: number
  /** Decimals as printed in `text`, trailing zeros included: what a screen needs. */
  readonly places: number
}

export const MAX_DECIMALS = 18
