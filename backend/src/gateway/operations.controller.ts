import type { ServerResponse } from 'node:http'
import { Controller, Get, Header, Inject, Res } from '@nestjs/common'
import { HTTP_ERRORS } from '@tickwall/protocol'
import type { Source } from '../ingest/source.js'
import type { Prometheus } from '../observe/prometheus.js'
import type { ServerIdentity } from '../session/session-context.js'
import { PRODUCT } from './build.js'
import { PART } from './parts.js'
import type { Readiness } from './readiness.js'

/** What machines ask: alive, ready, how busy, which build. */
@Controller()
export class OperationsController {
  readonly #readiness: Readiness
  readonly #prometheus: Prometheus
  readonly #identity: ServerIdentity
  readonly #source: Pick<Source, 'state'>

  constructor(
    @Inject(PART.readiness) readiness: Readiness,
    @Inject(PART.prometheus) prometheus: Prometheus,
    @Inject(PART.identity) identity: ServerIdentity,
    @Inject(PART.source) source: Source,
  ) {
    this.#readiness = readiness
    this.#prometheus = prometheus
    this.#identity = identity
    this.#source = source
  }

  @Get('healthz')
  @Header('Cache-Control', 'no-store')
  health(): { status: 'alive' } {
    return { status: 'alive' }
  }

  /**
   * Also tells why not, by name: `reasons` is for dashboards and people, the status for load balancers. A source that is lost is
   * told, and takes nobody out who was ready: another gateway would have no other.
   */
  @Get('readyz')
  ready(@Res() response: ServerResponse): void {
    const { phase, hindrance } = this.#readiness
    const source = this.#source.state
    const reasons = [...(hindrance === null ? [] : [phase]), ...(source === 'lost' ? ['sourceLost'] : [])]
    const body = JSON.stringify(
      hindrance === null
        ? { status: 'ready', source, reasons }
        : { code: 'notReady', message: hindrance, status: 'notReady', source, reasons },
    )
    response.writeHead(hindrance === null ? 200 : HTTP_ERRORS.notReady.status, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      'Cache-Control': 'no-store',
      ...(hindrance === null ? {} : { 'Retry-After': '2' }),
    })
    response.end(body)
  }

  @Get('metrics')
  @Header('Cache-Control', 'no-store')
  async metrics(@Res() response: ServerResponse): Promise<void> {
    const text = await this.#prometheus.text()
    response.setHeader('Content-Type', this.#prometheus.contentType)
    response.end(text)
  }

  @Get('version.json')
  @Header('Cache-Control', 'no-store')
  version(): { name: string; version: string; build: string; server: string } {
    return { ...PRODUCT, ...this.#identity }
  }
}
