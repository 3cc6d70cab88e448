import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DIRECTIONS, THEMES, type Direction, type Theme } from '../settings/preferences.js'

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')
const blockOf = (selector: string): string => {
  const at = css.indexOf(selector)
  if (at < 0) throw new Error(`no block ${selector}`)
  return css.slice(at, css.indexOf('}', at))
}
const hexes = (block: string) =>
  new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, k, v]) => [k!, v!]))
const dark = hexes(blockOf(':root {'))
const tokensOf = (theme: Theme) =>
  theme === 'dark' ? dark : new Map([...dark, ...hexes(blockOf(`:root[data-theme='${theme}']`))])
const tonesOf = (direction: Direction): readonly [up: string, down: string] => {
  const block = blockOf(direction === 'green-up' ? ':root {' : `:root[data-direction='${direction}']`)
  const of = (name: string) => new RegExp(`--${name}: var\\(--(\\w+)\\)`).exec(block)?.[1] ?? ''
  return [of('up'), of('down')]
}
/** Part of the tone in `--up-tint`, which is what a cell flashes in. */
const TINT = Number(/--up-tint: color-mix\(in srgb, var\(--up\) (\d+)%/.exec(css)?.[1]) / 100

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
const TONES = ['green', 'red', 'orange', 'blue']
const INKS = ['ink-0', 'ink-1', 'ink-2', ...TONES, 'accent', 'warn', 'crit', 'good', 'replay', 'violet']
/** Weakest text of a theme on its grounds. */
const LEAST: Record<Theme, number> = { dark: 4.5, light: 4.5, contrast: 7, night: 4.5 }

describe.each(THEMES)('the %s theme', (theme) => {
  const tokens = tokensOf(theme)
  const color = (token: string): Rgb => rgb(tokens.get(token)!)

  it('has text that can be read on every ground', () => {
    const weak = INKS.flatMap((ink) =>
      GROUNDS.map((ground) => ({ ink, ground, is: contrast(color(ink), color(ground)) })),
    ).filter(({ is }) => is < LEAST[theme])
    expect(weak).toEqual([])
  })

  it.each(DIRECTIONS)('has it on flashing cells and coloured tiles too, %s', (direction) => {
    // The strongest tile of the movers is 46 % of a tone.
    const places = [...GROUNDS.map((ground) => [ground, TINT] as const), ['bg-2', 0.46] as const]
    expect(TINT).toBeGreaterThan(0)
    const weak = tonesOf(direction)
      .flatMap((tone) =>
        places.map(([ground, part]) => ({
          tone,
          ground,
          part,
          is: contrast(color('ink-0'), mix(color(tone), color(ground), part)),
        })),
      )
      .filter(({ is }) => is < 4.5)
    expect(weak).toEqual([])
  })

  it.each(DIRECTIONS)('has it on a tag of a whole tone, and tells up from down, %s', (direction) => {
    const [up, down] = tonesOf(direction)
    expect(up).not.toBe(down)
    for (const tone of [up, down]) expect(contrast(color('bg-0'), color(tone))).toBeGreaterThanOrEqual(4.5)
  })

  it('shows what is no longer current weaker than a label, and still there', () => {
    const is = contrast(color('ink-3'), color('bg-1'))
    expect(is).toBeLessThan(contrast(color('ink-2'), color('bg-1')))
    expect(is).toBeGreaterThan(2.5)
  })

  it('names every colour anew, so that none of another theme shows through', () => {
    const own = hexes(blockOf(theme === 'dark' ? ':root {' : `:root[data-theme='${theme}']`))
    expect([...own.keys()].sort()).toEqual([...dark.keys()].sort())
  })
})
