import type { TopicSpec } from '../local/kafka-admin.js'

/** The topics that the words of a `kafka-topics.sh --create` command make, in its order. Throws when it makes none. */
export function topicsOf(command: readonly string[]): TopicSpec[] {
  const made = [...command.join(' ').matchAll(/--topic (\S+) --partitions (\d+)/g)]
  if (made.length === 0)
    throw new Error('the command that creates the topics names none as `--topic <name> --partitions <count>`')
  return made.flatMap(([, topic, partitions]) =>
    topic === undefined ? [] : [{ topic, partitions: Number(partitions) }],
  )
}
