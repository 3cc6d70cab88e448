import { destination, pino, stdTimeFunctions } from 'pino'
import type { LogLevel } from '../config/environment.js'

type Write = (fields: object, message: string) => void

/** What a layer needs to log: named fields and one fixed sentence. An `Error` goes in the field `err`. */
export interface Log {
  readonly debug: Write
  readonly info: Write
  readonly warn: Write
  readonly error: Write
  readonly fatal: Write
}

/** Where log lines go: one JSON object each, ended by a line feed. */
export interface LogDestination {
  write(line: string): void
}

/**
 * JSON lines on standard error: standard output belongs to what a person is to read. Written synchronously, so that the last
 * words of a process are not lost; what could come a thousand times a second is sampled before it gets here.
 */
export function createLog(
  level: LogLevel,
  server: string,
  to: LogDestination = destination({ dest: 2, sync: true }),
): Log {
  return pino(
    {
      level,
      base: { server },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    to,
  )
}
