import { jsonCodec, type FrameCodec } from '@tickwall/backend/lanes/frame-codec.js'

/** What turns states into frames. */
export const frameCodecs: readonly FrameCodec[] = [jsonCodec]
