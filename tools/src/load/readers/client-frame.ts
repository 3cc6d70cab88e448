import { randomBytes } from 'node:crypto'

/** A text of a client as one WebSocket frame, masked as RFC 6455 wants it; texts up to 65,535 bytes. */
export function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const mask = randomBytes(4)
  const head =
    payload.length < 126
      ? Buffer.from([0x81, 0x80 | payload.length])
      : Buffer.from([0x81, 0x80 | 126, payload.length >> 8, payload.length & 0xff])
  const masked = Buffer.from(payload.map((byte, index) => byte ^ (mask[index % 4] as number)))
  return Buffer.concat([head, mask, masked])
}

/** The request that opens a WebSocket; a server's answer ends with an empty line. */
export const upgradeRequest = ({ host, token }: { host: string; token?: string }): string =>
  [
    'GET /ws HTTP/1.1',
    `Host: ${host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    '',
    '',
  ].join('\r\n')
