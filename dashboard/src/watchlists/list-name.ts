/** What stands between the symbols of a text, so that no name may have it. */
export const SEPARATORS = ',;\\t\\n\\r，、；'

/** Longest name of a list or section, in characters: more is never seen on a tab or a heading. */
export const MAX_NAME_LENGTH = 60

const separators = new RegExp(`[\\s${SEPARATORS}]+`, 'gu')

/** The name as it is kept: one line, no separators, no space around, at most 60 characters; empty when nothing is left. */
export const cleanName = (typed: string): string =>
  [...typed.replace(separators, ' ').trim()].slice(0, MAX_NAME_LENGTH).join('').trim()

/** `wanted`, or with the first number behind it that none of `taken` has: `Majors 2`. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted
  for (let number = 2; ; number++) {
    const name = `${wanted} ${String(number)}`
    if (!taken.includes(name)) return name
  }
}
