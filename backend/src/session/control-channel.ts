import type { ControlMessage } from '@tickwall/protocol'

/** Where control messages of a session go: the session itself, as its parts see it (a closure for each would cost each connection). */
export interface ControlChannel {
  tell(message: ControlMessage): void
}
