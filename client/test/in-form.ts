import { PartEncoder, SUBPROTOCOLS, type ServerMessage } from '@tickwall/protocol'

const encoder = new PartEncoder()

/** What a server puts on the wire: frames in bytes for a client that offered that first, everything else as text. */
export function inForm(message: ServerMessage, protocols: readonly string[]): string | Uint8Array {
  if (message.type !== 'frame' || protocols[0] !== SUBPROTOCOLS.binary) return JSON.stringify(message)
  const { n, prev = null, ts, at, snapshots = [], deltas = [] } = message
  const bytes: number[] = []
  const take = (): void => void bytes.push(...encoder.writer.copy())
  encoder.head({ n, prev, ts, at })
  take()
  for (const { ref, epoch, offset, state } of snapshots) {
    encoder.fields(state)
    encoder.snapshot(ref, { epoch, offset }, encoder.writer.copy())
    take()
  }
  for (const [ref, offset, changes] of deltas) {
    encoder.delta(ref, offset, changes)
    take()
  }
  return new Uint8Array(bytes)
}
