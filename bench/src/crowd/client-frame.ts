/** A text frame of a client (RFC 6455, 5.2): its mask is zero, which leaves the payload as it is. */
export function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const isShort = payload.length < 126
  const header = Buffer.alloc(isShort ? 6 : 8)
  header[0] = 0x81
  header[1] = 0x80 | (isShort ? payload.length : 126)
  if (payload.length > 65_535) throw new Error('longer than a client of the benchmark ever says')
  if (!isShort) header.writeUInt16BE(payload.length, 2)
  return Buffer.concat([header, payload])
}
