/** What the link uses of a WebSocket; that of browsers and of `ws` both fit. */
export interface LinkSocket {
  /** The link asks for `arraybuffer`; a socket without it may also give bytes as a Uint8Array. */
  binaryType?: string
  send(text: string): void
  close(code?: number, reason?: string): void
  addEventListener(type: 'open' | 'error', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'close', listener: (event: { readonly code: number; readonly reason: string }) => void): void
}

/** A WebSocket class: the global one, or the `WebSocket` of `ws` where there is none (Node 20). */
export type SocketConstructor = new (url: string, protocols: string[]) => LinkSocket
export type SocketFactory = (url: string, protocols: readonly string[]) => LinkSocket

/** Opens sockets of the given class, or of the global one; null where there is neither. */
export function socketFactory(constructor: SocketConstructor | undefined): SocketFactory | null {
  const Socket = constructor ?? (globalThis as { readonly WebSocket?: SocketConstructor }).WebSocket
  return Socket === undefined ? null : (url, protocols) => new Socket(url, [...protocols])
}
