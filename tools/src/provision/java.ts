import { join } from 'node:path'
import { findOnPath } from './find-on-path.js'
import { MissingPart } from './part.js'
import { runToEnd } from './run-to-end.js'

const oldest = 17

/** The major version out of what `java -version` prints, or null; `1.8.0` is 8. */
export function javaMajor(printed: string): number | null {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(printed) ?? []
  if (first === undefined) return null
  return Number(first === '1' ? second : first)
}

/** The absolute path of a Java that runs Kafka 4: `JAVA_HOME`'s, else PATH's. Throws MissingPart when it is absent or older than 17. */
export async function requireJava(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const home = env.JAVA_HOME
  const java = findOnPath([...(home ? [join(home, 'bin', 'java')] : []), 'java'], env)
  const wish = `Install a Java runtime ${oldest} or newer (Debian: openjdk-17-jre-headless), which Apache Kafka 4 runs on.`
  if (java === null) throw new MissingPart(wish)
  const major = javaMajor((await runToEnd(java, ['-version'])).tail)
  if (major === null || major < oldest) throw new MissingPart(wish)
  return java
}
