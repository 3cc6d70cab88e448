import { prototypeOf } from './kafkajs-internals.js'

interface RequestQueue {
  readonly pending: readonly unknown[]
}
type Schedule = (this: RequestQueue) => void

const patched = Symbol.for('tickwall.kafkajs.pendingRequests')
const method = 'scheduleCheckPendingRequests'

/**
 * After its first answer kafkajs 2.2.4 looks for pending requests every millisecond for ever: its timer re-arms itself with a
 * delay of "throttled until" minus now, a large negative number. That costs about 3 % of a core while idle, and a warning on
 * Node 24. The timer is only needed while something is pending, so without that it is not started. Repeated calls are harmless.
 */
export function quietPendingRequests(): void {
  const prototype = prototypeOf('network/requestQueue/index.js', method)
  if (Reflect.has(prototype, patched)) return
  const schedule = prototype[method] as Schedule
  const scheduleWhenPending: Schedule = function () {
    if (this.pending.length > 0) schedule.call(this)
  }
  Object.assign(prototype, { [method]: scheduleWhenPending, [patched]: true })
}
