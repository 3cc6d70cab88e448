import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')
const hexes = (block: string) =>
  new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, k, v]) => [k!, v!]))
const blockOf = (selector: string) => hexes(css.slice(css.indexOf(selector), css.indexOf('}', css.indexOf(selector))))
const dark = blockOf(':root {')
const THEMES = { dark, night: new Map([...dark, ...blockOf(":root[data-theme='night']")]) }

type Rgb = readonly [number, number, number]
const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255) as unknown as Rgb
const mix = (top: Rgb, under: Rgb, part: number): Rgb =>
  top.map((value, index) => value * part + under[index]! * (1 - part)) as unknown as Rgb

/** Relative luminance and contrast as WCAG 2.2 defines them. */
const luminance = (color: Rgb): number => {
  const [red, green, blue] = color.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
const contrast = (a: Rgb, b: Rgb): number => {
  const [light, dim] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light! + 0.05) / (dim! + 0.05)
}

const GROUNDS = ['bg-0', 'bg-1', 'bg-2', 'bg-3']
const INKS = ['ink-0', 'ink-1', 'ink-2', 'green', 'red', 'orange', 'blue', 'warn', 'crit', 'replay']
const TONES = ['green', 'red', 'orange', 'blue']

describe.each(Object.entries(THEMES))('the %s theme', (_name, tokens) => {
  const color = (token: string): Rgb => rgb(tokens.get(token)!)

  it('has text of 4.5 : 1 at least on every ground', () => {
    const weak = INKS.flatMap((ink) =>
      GROUNDS.map((ground) => ({ ink, ground, is: contrast(color(ink), color(ground)) })),
    ).filter(({ is }) => is < 4.5)
    expect(weak).toEqual([])
  })

  it('has it on flashing cells and coloured tiles too', () => {
    // `--up-tint` is 20 % of a tone, the strongest tile of the movers 46 %.
    const weak = TONES.flatMap((tone) =>
      (
        [
          ['bg-1', 0.2],
          ['bg-2', 0.2],
          ['bg-3', 0.2],
          ['bg-2', 0.46],
        ] as const
      ).map(([ground, part]) => ({
        tone,
        ground,
        part,
        is: contrast(color('ink-0'), mix(color(tone), color(ground), part)),
      })),
    ).filter(({ is }) => is < 4.5)
    expect(weak).toEqual([])
  })

  it('shows what is no longer current weaker than a label, and still there', () => {
    const is = contrast(color('ink-3'), color('bg-1'))
    expect(is).toBeLessThan(contrast(color('ink-2'), color('bg-1')))
    expect(is).toBeGreaterThan(2.5)
  })
})
