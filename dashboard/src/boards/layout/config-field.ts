/** A line of text. */
export interface TextField {
  readonly type: 'text'
  /** Characters. */
  readonly longest: number
  readonly fallback: string
  /** Several lines. */
  readonly isLong?: true
}
export interface NumberField {
  readonly type: 'number'
  readonly least: number
  readonly most: number
  /** Null where the number may be left out. */
  readonly fallback: number | null
}
export interface ChoiceField<T extends string = string> {
  readonly type: 'choice'
  readonly of: readonly T[]
  readonly fallback: T
}
export interface SwitchField {
  readonly type: 'switch'
  readonly fallback: boolean
}
/** An instrument; empty is the board's own, `#2` the second of those that most people look at first. */
export interface InstrumentField {
  readonly type: 'instrument'
  readonly fallback: string
}
export interface InstrumentsField {
  readonly type: 'instruments'
  readonly most: number
  readonly fallback: readonly string[]
}
/** A kind of metric (`cpu`) of all hosts, or the topic of a single one. */
export interface MetricField {
  readonly type: 'metric'
  readonly fallback: string
}

export type ConfigField =
  TextField | NumberField | ChoiceField | SwitchField | InstrumentField | InstrumentsField | MetricField

/** What a field holds. */
export type ValueOf<F> = F extends NumberField
  ? F['fallback'] extends number
    ? number
    : number | null
  : F extends ChoiceField<infer T>
    ? T
    : F extends SwitchField
      ? boolean
      : F extends InstrumentsField
        ? readonly string[]
        : string

export type ConfigFields = Readonly<Record<string, ConfigField>>
export type ConfigOf<Fields extends ConfigFields> = { readonly [Name in keyof Fields]: ValueOf<Fields[Name]> }

/** The longest name of an instrument or topic that a board may hold. */
const LONGEST_NAME = 200

const isName = (value: unknown): value is string => typeof value === 'string' && value.length <= LONGEST_NAME

/** The value where it fits the field, else the fallback; a number out of range is brought into it, a text cut off. */
export function readField(field: ConfigField, value: unknown): unknown {
  switch (field.type) {
    case 'text':
      return typeof value === 'string' ? value.slice(0, field.longest) : field.fallback
    case 'number':
      if (value === null && field.fallback === null) return null
      return typeof value === 'number' && Number.isFinite(value)
        ? Math.min(field.most, Math.max(field.least, value))
        : field.fallback
    case 'choice':
      return field.of.find((known) => known === value) ?? field.fallback
    case 'switch':
      return typeof value === 'boolean' ? value : field.fallback
    case 'instrument':
    case 'metric':
      return isName(value) ? value : field.fallback
    case 'instruments':
      return Array.isArray(value) ? [...new Set(value.filter(isName))].slice(0, field.most) : field.fallback
  }
}

/** A whole configuration from whatever was found; names that no field has are left out. */
export function readConfig<Fields extends ConfigFields>(fields: Fields, found: unknown): ConfigOf<Fields> {
  const given = typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {}
  const read = Object.entries(fields).map(([name, field]) => [
    name,
    readField(field, Object.hasOwn(given, name) ? given[name] : undefined),
  ])
  return Object.fromEntries(read) as ConfigOf<Fields>
}

/** What differs from the fallbacks: all that has to be written down. */
export function printConfig<Fields extends ConfigFields>(
  fields: Fields,
  config: ConfigOf<Fields>,
): Record<string, unknown> {
  const isUsual = (name: string, value: unknown) => JSON.stringify(fields[name]?.fallback) === JSON.stringify(value)
  return Object.fromEntries(Object.entries(config).filter(([name, value]) => !isUsual(name, value)))
}
