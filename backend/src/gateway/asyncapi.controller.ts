import { Controller, Get, Header, Req } from '@nestjs/common'
import type { IncomingMessage } from 'node:http'
import { asyncApiDocument } from './asyncapi/document.js'

/** The WebSocket described for machines: generators of clients and documents read it. */
@Controller()
export class AsyncApiController {
  @Get('asyncapi.json')
  @Header('Cache-Control', 'no-cache')
  document(@Req() { headers }: IncomingMessage): object {
    return asyncApiDocument(headers.host ?? 'localhost')
  }
}
