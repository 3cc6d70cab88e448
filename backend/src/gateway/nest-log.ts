import type { LoggerService } from '@nestjs/common'
import type { Log } from '../observe/log.js'

/** Nest's own lines in our log. What it calls `log` is the chatter of start-up, so it goes out as `debug`. */
export class NestLog implements LoggerService {
  readonly #log: Log

  constructor(log: Log) {
    this.#log = log
  }

  log = (message: unknown, ...rest: unknown[]): void => this.#log.debug(from(rest), String(message))
  debug = this.log
  verbose = this.log
  warn = (message: unknown, ...rest: unknown[]): void => this.#log.warn(from(rest), String(message))
  error = (message: unknown, ...rest: unknown[]): void => this.#write(this.#log.error, message, rest)
  fatal = (message: unknown, ...rest: unknown[]): void => this.#write(this.#log.fatal, message, rest)

  #write(write: Log['error'], message: unknown, rest: readonly unknown[]): void {
    if (message instanceof Error) write.call(this.#log, { err: message, ...from(rest) }, message.message)
    else write.call(this.#log, from(rest), String(message))
  }
}

/** Nest hands the name of the class that speaks as the last argument. */
const from = (rest: readonly unknown[]): object => {
  const speaker = rest.at(-1)
  return typeof speaker === 'string' ? { from: speaker } : {}
}
