/** What a rule looks at and when it is met. Values are plain numbers, times are ms. */
export type AlertCondition =
  /** The last price comes to `level` from the other side. */
  | {
      readonly type: 'crosses'
      readonly instrument: string
      readonly direction: 'above' | 'below' | 'either'
      readonly level: number
    }
  /** The last price is `percent` away from the lowest or highest of the window. */
  | {
      readonly type: 'move'
      readonly instrument: string
      readonly direction: 'up' | 'down' | 'either'
      readonly percent: number
      readonly windowMs: number
    }
  /** What was traded in the window is `factor` times the mean of the windows before. */
  | { readonly type: 'volume'; readonly instrument: string; readonly factor: number; readonly windowMs: number }
  /** A metric stays on one side of `level` for `forMs`. */
  | {
      readonly type: 'metric'
      readonly topic: string
      readonly side: 'above' | 'below'
      readonly level: number
      readonly forMs: number
    }
  /** A topic brought nothing for `afterMs` although link and source are live. */
  | { readonly type: 'stale'; readonly topic: string; readonly afterMs: number }
  /** The lag of the link (p95) stays above `aboveMs` for `forMs`. */
  | { readonly type: 'lag'; readonly aboveMs: number; readonly forMs: number }
  /** A hole was found in the numbering of frames. */
  | { readonly type: 'gap' }

export type AlertType = AlertCondition['type']
export const ALERT_TYPES = [
  'crosses',
  'move',
  'volume',
  'metric',
  'stale',
  'lag',
  'gap',
] as const satisfies readonly AlertType[]

export interface AlertRule {
  readonly id: string
  readonly condition: AlertCondition
  /** How far the value has to go back before the rule may be met again, as a part of the threshold: 0.01 is one percent of it. */
  readonly hysteresis: number
  /** No two alerts of the rule within this. */
  readonly coolDownMs: number
  readonly isEnabled: boolean
  /** Silent until then, by the server's clock; null is not. What happens meanwhile is not told later. */
  readonly snoozedUntilMs: number | null
}

/** An alert: what was seen, when and where, and the condition as it was then. */
export interface AlertEvent {
  /** Unique: every page that hears of it writes it down once. */
  readonly id: string
  readonly ruleId: string
  readonly condition: AlertCondition
  /** The server's clock. */
  readonly atMs: number
  readonly value: number
  readonly way: 'up' | 'down' | null
  /** Offset of the state that was judged; null where the rule is about the link. */
  readonly offset: number | null
}

/** The topic that a condition needs, or null for one about the link itself. */
export function topicOf(condition: AlertCondition): string | null {
  switch (condition.type) {
    case 'crosses':
    case 'move':
    case 'volume':
      return `quote/${condition.instrument}`
    case 'metric':
    case 'stale':
      return condition.topic
    case 'lag':
    case 'gap':
      return null
  }
}
