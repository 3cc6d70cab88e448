export * from './binary-frame-head.js'
export * from './decode-frame.js'
export { PartEncoder } from './encode-part.js'
