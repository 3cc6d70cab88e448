/** What an audit of the dependencies says. `unknown`: the registry was not there, or does not audit. */
export type AuditVerdict =
  | { readonly verdict: 'clean' }
  | { readonly verdict: 'vulnerable'; readonly packages: readonly string[] }
  | { readonly verdict: 'unknown' }

const GRAVE: ReadonlySet<unknown> = new Set(['high', 'critical'])

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // npm wrote no report.
    return null
  }
}

/** Reads the report of `npm audit --json`; only what is high or critical counts. */
export function auditVerdict(report: string): AuditVerdict {
  const value = parsed(report)
  if (!isRecord(value) || !isRecord(value['vulnerabilities'])) return { verdict: 'unknown' }
  const packages = Object.entries(value['vulnerabilities'])
    .filter(([, found]) => isRecord(found) && GRAVE.has(found['severity']))
    .map(([name]) => name)
  return packages.length === 0 ? { verdict: 'clean' } : { verdict: 'vulnerable', packages }
}
