import * as z from 'zod'
import { environmentSchema } from './environment.js'
import type { VariableText } from './variable.js'

/** One environment variable as documentation shows it; all of it comes out of the schema. */
export interface VariableRow {
  readonly name: string
  readonly group: VariableText['group']
  readonly description: string
  /** What may be written: range with unit, words to choose from, or form. */
  readonly accepts: string
  /** The value that stands for an absent one, or null where that is not one fixed value. */
  readonly default: string | null
  readonly shownDefault: string
  readonly atLimit: string | null
}

interface Property extends Partial<VariableText> {
  readonly type?: string
  readonly default?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly enum?: readonly string[]
}

const plain = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 9 })

function accepts({ form, type, enum: words, minimum, maximum, unit }: Property): string {
  if (form !== undefined) return form
  if (words !== undefined) return words.map((word) => `\`${word}\``).join(', ')
  if (type === 'boolean') return '`true`, `false`'
  const range = `${plain(minimum ?? 0)} to ${plain(maximum ?? 0)}`
  return unit === undefined ? range : `${range} ${unit}`
}

function row(name: string, property: Property): VariableRow {
  const { group, description, shownDefault, atLimit } = property
  if (group === undefined || description === undefined) throw new Error(`${name} has no documentation`)
  const fixed = shownDefault === undefined && property.default !== undefined ? String(property.default) : null
  return {
    name,
    group,
    description,
    accepts: accepts(property),
    default: fixed,
    shownDefault: shownDefault ?? `\`${fixed ?? ''}\``,
    atLimit: atLimit ?? null,
  }
}

/** Every variable, in the order of the schema. */
export function variables(): VariableRow[] {
  // The output side: a number has its range there, while the input side is the text that spells it.
  const { properties = {} } = z.toJSONSchema(environmentSchema, { io: 'output', unrepresentable: 'any' })
  return Object.entries(properties).map(([name, property]) => row(name, property as Property))
}
