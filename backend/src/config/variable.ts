import * as z from 'zod'

/** What the schema says of a variable beside its type, range and default. Written into `docs/configuration.md`. */
export interface VariableText {
  /** Heading of the table it stands in. */
  readonly group: 'Server' | 'Guard' | 'Source' | 'Clients' | 'Limits' | 'Shutdown'
  /** What it decides: one sentence without its range. */
  readonly description: string
  readonly unit?: string
  /** How a value is spelled, where type and range do not say it. */
  readonly form?: string
  /** The default in words, where it is not one fixed value. */
  readonly shownDefault?: string
  /** What happens at, or beyond, the value. */
  readonly atLimit?: string
}

/** Ties the text to the type, so that one cannot be written without the other. */
export const variable = <Schema extends z.ZodType>(schema: Schema, text: VariableText): Schema =>
  schema.meta({ ...text })

const number = (pattern: RegExp, type: z.ZodNumber, min: number, max: number, fallback: number) =>
  z.string().regex(pattern).transform(Number).pipe(type.min(min).max(max)).default(fallback)

/** A whole number in decimal digits. */
export const integer = (min: number, max: number, fallback: number) =>
  number(/^-?\d{1,15}$/, z.number().int(), min, max, fallback)

/** A number with decimals, without exponent. */
export const decimal = (min: number, max: number, fallback: number) =>
  number(/^-?\d{1,15}(\.\d{1,9})?$/, z.number(), min, max, fallback)

/** `true` or `false`. */
export const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false'])
    .transform((word) => word === 'true')
    .pipe(z.boolean())
    .default(fallback)

export const text = (pattern: RegExp) => z.string().regex(pattern)

/** Items between commas, each of the form; spaces around them and empty ones are dropped. */
export const list = (item: RegExp) =>
  z
    .string()
    .transform((joined) =>
      joined
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(z.string().regex(item)))
    .default([])
