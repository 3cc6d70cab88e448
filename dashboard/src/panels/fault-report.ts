/** What is known of a panel's failure, for who has to find the cause. */
export interface FaultContext {
  readonly panel: string
  readonly path: string
  readonly build: string | null
  readonly at: Date
  readonly agent: string
}

/** The fault as text to copy: its kind, its words and where it arose; nothing of what the panel showed. */
export function faultReport(fault: unknown, { panel, path, build, at, agent }: FaultContext): string {
  const [name, message, stack] =
    fault instanceof Error ? [fault.name, fault.message, fault.stack ?? ''] : ['unknown', String(fault), '']
  const lines = [
    `panel: ${panel}`,
    `view: ${path}`,
    `build: ${build ?? 'unknown'}`,
    `time: ${at.toISOString()}`,
    `browser: ${agent}`,
    `fault: ${name}: ${message}`,
  ]
  return `${[...lines, stack].filter((line) => line !== '').join('\n')}\n`
}

/** The kind and the words of a fault in one line, short enough for a panel. */
export function faultLine(fault: unknown): string {
  const line = fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault)
  return line.length > 160 ? `${line.slice(0, 159)}…` : line
}
