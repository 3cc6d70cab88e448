import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { AppModule } from '../app.module.js'
import { MAX_TARGET_BYTES } from './admission.js'
import { compressed } from './compressed.js'
import { ErrorAnswerFilter } from './error-answer.filter.js'
import { NestLog } from './nest-log.js'
import type { Parts } from './parts.js'
import { readTls } from './read-tls.js'
import { MOST_BYTES } from './request-body.js'
import { refusal, Refused } from './refusal.js'
import { namedRequests } from './request-id.js'
import { securityHeaders } from './security-headers.js'
import { TickwallWsAdapter } from './tickwall-ws.adapter.js'

type Next = (err?: unknown) => void

/** The Nest application over the parts: adapter, filter, headers, controllers; it does not listen yet. */
export async function createApp(parts: Parts): Promise<NestExpressApplication> {
  const { config, log, lives, doorkeeper, measures, limits } = parts
  const { tls, requestTimeoutMs } = config.server
  const app = await NestFactory.create<NestExpressApplication>(AppModule.of(parts), {
    logger: new NestLog(log),
    bodyParser: false,
    ...(tls === null ? {} : { httpsOptions: readTls(tls, requestTimeoutMs) }),
    // Else Nest ends the process by itself, with a core dump.
    abortOnError: false,
  })
  app.getHttpServer().on('tlsClientError', () => measures.tlsFailures.add())
  app.disable('x-powered-by')
  // Files carry their own; an answer that may not be stored needs none, and a hash of it is not free.
  app.set('etag', () => undefined)
  app.use(namedRequests())
  app.use(securityHeaders())
  app.use(compressed())
  app.use(({ url }: { url: string }, _response: unknown, next: Next) =>
    next(url.length > MAX_TARGET_BYTES ? new Refused(refusal('uriTooLong')) : undefined),
  )
  app.useGlobalFilters(new ErrorAnswerFilter(log, measures.refused))
  app.useWebSocketAdapter(
    new TickwallWsAdapter(app, {
      ...{ doorkeeper, log, refused: measures.refused },
      refusedOf: (code, request) => lives.refused(code, doorkeeper.addressOf(request)),
      // Where the limit is only watched, the session tells what is beyond it.
      messageBytes: limits.isEnforced('messageBytes') ? config.session.messageBytes : MOST_BYTES,
      closeTimeoutMs: config.server.closeTimeoutMs,
      compression: config.server.compression,
    }),
  )
  return app
}
