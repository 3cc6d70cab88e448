import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { pipeline } from 'node:stream'

/** The lines of a text file, without their ends, in batches of one read; `.gz` is unpacked. Memory is bounded by a read and a line. */
export async function* textLines(path: string): AsyncGenerator<string[]> {
  const file = createReadStream(path)
  // An error of either stream destroys both and reaches the loop below, which reads the last one.
  const text = path.endsWith('.gz') ? pipeline(file, createGunzip({ chunkSize: 65_536 }), () => undefined) : file
  text.setEncoding('utf8')
  let rest = ''
  try {
    for await (const chunk of text as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      if (lines.length > 0) yield lines.map(withoutReturn)
    }
    if (rest !== '') yield [withoutReturn(rest)]
  } finally {
    file.destroy()
  }
}

const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line)
