import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../repository.js'
import { cachedFolder, fillFolder } from './cached-folder.js'
import { findOnPath } from './find-on-path.js'
import { requireJava } from './java.js'
import { MissingPart, type Part } from './part.js'
import { runOrThrow } from './run-to-end.js'

const pom = join(repositoryRoot, 'tools/kafka/pom.xml')
const jars = (): string => cachedFolder('kafka', [pom])

async function build(): Promise<void> {
  await requireJava()
  const maven = findOnPath(['mvn', 'mvn.cmd'])
  if (maven === null)
    throw new MissingPart(
      'Install Apache Maven 3.6 or newer so that mvn, which fetches the jars of Apache Kafka, is on PATH.',
    )
  await fillFolder(jars(), async (folder) => {
    const goal = 'dependency:copy-dependencies'
    await runOrThrow(maven, ['-q', '-B', '-f', pom, goal, '-DincludeScope=runtime', `-DoutputDirectory=${folder}`])
  })
}

/** The jars of Apache Kafka 4.1.0 and what it depends on; the path is their folder. Needs Java 17 and Maven. */
export const kafkaJars: Part = {
  name: 'Apache Kafka 4.1.0',
  find: () => (existsSync(jars()) ? jars() : null),
  from: { kind: 'built', build },
}
