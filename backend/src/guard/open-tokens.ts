import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { TokenConfig } from '../config/guard-config.js'
import type { Clock, Stop } from '../lanes/clock.js'
import type { Log } from '../observe/log.js'
import { OperatingFault } from '../observe/operating-fault.js'
import type { ReadToken } from './access.js'
import { isRevoked, NO_REVOCATIONS, parseRevocations, type Revocations } from './revocations.js'
import { tokenReader, type KeyMaterial } from './token-reader.js'
import { parseTopicPattern, type TopicPattern } from './topic-pattern.js'

/** How often the file of revocations is looked at. */
const LOOK_MS = 5000

export interface Tokens {
  readonly read: ReadToken
  readonly stop: Stop
}

function textOf(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new OperatingFault('unreadableFile', `The file of ${name} cannot be read.`, { retryable: false, cause })
  }
}

const malformed = (name: string): OperatingFault =>
  new OperatingFault('malformed', `${name} is malformed.`, { retryable: false })

function patternsOf(texts: readonly string[]): readonly TopicPattern[] {
  return texts.map((text) => {
    const pattern = parseTopicPattern(text)
    if (pattern === null) throw malformed('A pattern of JWT_ALLOW')
    return pattern
  })
}

function revocationsOf(text: string): Revocations {
  const revocations = parseRevocations(text)
  if (revocations === null) throw malformed('The file of JWT_REVOKED_FILE')
  return revocations
}

const materialOf = ({ keys }: TokenConfig): KeyMaterial =>
  keys.kind === 'publicKey' ? { kind: keys.kind, pem: textOf('JWT_PUBLIC_KEY_FILE', keys.file) } : keys

/**
 * What judges tokens as the configuration says; follows its file of revocations until it is stopped. Throws an OperatingFault
 * when a file cannot be used. A file that later cannot be leaves what was known in force.
 */
export function openTokens(config: TokenConfig, clock: Clock, log: Log): Tokens {
  const { revokedFile, issuer, audience, leewayMs, claim } = config
  let revocations = revokedFile === null ? NO_REVOCATIONS : revocationsOf(textOf('JWT_REVOKED_FILE', revokedFile))
  const read = tokenReader(
    {
      ...{ keys: materialOf(config), issuer, audience, leewayMs, claim },
      allow: patternsOf(config.allow),
      delayMinutes: config.delayMinutes,
      isRevoked: (names) => isRevoked(revocations, names),
    },
    () => clock.nowMs(),
    (err) => log.warn({ err }, 'tokens cannot be checked'),
  )
  if (revokedFile === null) return { read, stop: () => undefined }
  const look = async (): Promise<void> => {
    try {
      revocations = revocationsOf(await readFile(revokedFile, 'utf8'))
    } catch (err) {
      log.warn({ err }, 'what was revoked cannot be read: what was known stays in force')
    }
  }
  return { read, stop: clock.every(LOOK_MS, () => void look()) }
}
