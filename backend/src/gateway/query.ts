import { refusal, Refused } from './refusal.js'

/** The parameters of a request, each checked as it is read; what is malformed is refused by name, never by value. */
export class Query {
  readonly #parameters: URLSearchParams

  /** `target` is the request target: path with query. */
  constructor(target: string) {
    const start = target.indexOf('?')
    this.#parameters = new URLSearchParams(start < 0 ? '' : target.slice(start + 1))
  }

  /** The values of a parameter given once with commas, several times, or both; empty ones dropped. */
  list(name: string): string[] {
    return this.#parameters.getAll(name).flatMap((joined) => joined.split(',').filter((part) => part !== ''))
  }

  text(name: string): string {
    const value = this.#parameters.get(name)
    if (value === null || value === '') throw new Refused(refusal('badRequest', `${name} is missing`))
    return value
  }

  optionalText(name: string): string {
    return this.#parameters.get(name) ?? ''
  }

  /** A whole number from `min` to `max`; `fallback` when absent. */
  integer<Fallback extends number | null>(
    name: string,
    min: number,
    max: number,
    fallback: Fallback,
  ): number | Fallback {
    const value = this.#parameters.get(name)
    if (value === null || value === '') return fallback
    const number = Number(value)
    if (!/^-?\d{1,15}$/.test(value) || number < min || number > max)
      throw new Refused(refusal('badRequest', `${name} must be a whole number from ${min} to ${max}`))
    return number
  }
}
