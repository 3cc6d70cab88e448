/** Either end of a message channel: a worker, a worker's own scope, or a started `MessagePort`. */
export interface Port<Sent, Received> {
  /** `transfer` says what is handed over instead of copied, default nothing. */
  postMessage(message: Sent, options?: { readonly transfer?: ArrayBuffer[] }): void
  addEventListener(type: 'message', listener: (event: { readonly data: Received }) => void): void
}
