/** Either end of a message channel: a worker, a worker's own scope, or a `MessagePort`. */
export interface Port<Sent, Received> {
  postMessage(message: Sent): void
  addEventListener(type: 'message', listener: (event: { readonly data: Received }) => void): void
}
