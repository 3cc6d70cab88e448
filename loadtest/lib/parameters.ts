/** A whole number from the environment of the run, e.g. `-e CONNECTIONS=500`; throws when it is not one in range. */
export function wholeNumber(name: string, fallback: number, least = 1): number {
  const text = __ENV[name]
  const value = text === undefined || text === '' ? fallback : Number(text)
  if (!Number.isInteger(value) || value < least) throw new Error(`${name} must be a whole number of at least ${least}`)
  return value
}

/** The server under test: an http or https address without a path. */
export const baseUrl = (__ENV.URL ?? 'http://127.0.0.1:8080').replace(/\/+$/, '')
export const socketUrl = `${baseUrl.replace(/^http/, 'ws')}/ws`
