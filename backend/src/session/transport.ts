import type { CloseReason } from '@tickwall/protocol'
import type { FrameBytes } from '../lanes/frame-bytes.js'
import type { FrameCodec } from '../lanes/frame-codec.js'

/** What a session needs of the wire: write a frame, know what is unsent, close with a reason. Never throws. */
export interface Transport {
  /** The form of its data frames. */
  readonly codec: FrameCodec
  /** Bytes handed over and not yet taken by the kernel (INV6: the reason to skip). */
  readonly unsentBytes: number
  /**
   * Writes a ready data frame; the same bytes go to every socket of a cohort. False where the frame is still read after
   * the call, so that its memory must not be used again. Hot path.
   */
  write(frame: FrameBytes): boolean
  /** Sends a control message, as its JSON text. */
  send(text: string): void
  /** What is written and sent from here on goes out at `handOver`, in one piece and in its order. Idempotent. */
  gather(): void
  /** Ends `gather`. Idempotent. */
  handOver(): void
  /** Asks the peer for a sign of life below the message level. */
  ping(): void
  /** Closes with the code of `reason`; a peer that does not answer is cut off after a bound. Idempotent. */
  close(reason: CloseReason): void
}
