import type { IncomingMessage, ServerResponse } from 'node:http'
import { All, Controller, Inject, Req, Res } from '@nestjs/common'
import type { Config } from '../config/parse-config.js'
import { isOwn, isView, pathOf } from './paths.js'
import { PART } from './parts.js'
import { refusal, Refused } from './refusal.js'

/** Express's answer with a file: the path is held below `root`; ETag, ranges and HEAD are its own. */
interface FileResponse extends ServerResponse {
  sendFile(
    path: string,
    options: {
      readonly root: string
      readonly maxAge?: string
      readonly immutable?: boolean
      readonly cacheControl?: boolean
    },
    done: (err: unknown) => void,
  ): void
}

const PAGE = 'index.html'
/** Files named by their content, which the build puts here, never change. */
const isHashed = (file: string): boolean => file.startsWith('assets/')

/** Whether the file was there; a caller that hung up meanwhile was served, as far as that goes. */
const send = (response: FileResponse, root: string, file: string): Promise<boolean> =>
  new Promise((resolve) => {
    if (!isHashed(file)) response.setHeader('Cache-Control', 'no-cache')
    const caching = isHashed(file) ? { maxAge: '1y', immutable: true } : { cacheControl: false }
    response.sendFile(file, { root, ...caching }, (err) => resolve(err === undefined || response.headersSent))
  })

/** Everything that no other controller answers: the files of the built dashboard, its views, or 404. Registered last. */
@Controller()
export class DashboardController {
  readonly #root: string

  constructor(@Inject(PART.config) config: Config) {
    this.#root = config.server.dashboardDir
  }

  @All('{*path}')
  async file(@Req() request: IncomingMessage, @Res() response: FileResponse): Promise<void> {
    const path = pathOf(request.url ?? '')
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (path === null) throw new Refused(refusal('badRequest', 'the path is malformed'))
    if (!isRead) throw new Refused(refusal('methodNotAllowed', undefined, { Allow: 'GET, HEAD' }))
    if (isOwn(path)) throw new Refused(refusal('notFound'))
    if (path !== '/' && (await send(response, this.#root, path.slice(1)))) return
    if (isView(path, request.headers.accept ?? '') && (await send(response, this.#root, PAGE))) return
    response.removeHeader('Cache-Control')
    throw new Refused(refusal('notFound'))
  }
}
