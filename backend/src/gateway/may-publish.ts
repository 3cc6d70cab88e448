import type { IncomingMessage } from 'node:http'
import type { SysName } from '@tickwall/protocol'
import type { Access } from '../guard/access.js'

const LOOPBACK_ADDRESS = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
const LOOPBACK_HOST = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/i
/** What proxies add: through one, everybody comes from its address. */
const PROXIED = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'] as const

type Asked = Pick<IncomingMessage, 'headers'> & { readonly socket: { readonly remoteAddress?: string | undefined } }

/**
 * Whether a request comes from this machine and is meant for it: not through a proxy, and not from a page that had its own name
 * lead here (the `Host` would be that name).
 */
export const isFromHere = ({ headers, socket }: Asked): boolean =>
  LOOPBACK_ADDRESS.test(socket.remoteAddress ?? '') &&
  LOOPBACK_HOST.test(headers.host ?? '') &&
  PROXIED.every((name) => headers[name] === undefined)

/** Whether the caller may publish on a topic: by its token, or where nobody brings one, from this machine [SYS7]. */
export const mayPublish = (access: Access, asksForTokens: boolean, request: Asked, name: SysName): boolean =>
  asksForTokens ? access.mayPublish({ kind: 'sys', name }) : isFromHere(request)
