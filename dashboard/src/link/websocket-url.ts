/** The gateway's WebSocket address on the page's own host: `wss` for a page over TLS, else `ws`. */
export const websocketUrl = (page: { readonly protocol: string; readonly host: string }): string =>
  `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/ws`
