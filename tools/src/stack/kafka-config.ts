/** What says where the broker is: natively that is another place. */
const places =
  /^KAFKA_(LISTENERS|ADVERTISED_LISTENERS|LISTENER_SECURITY_PROTOCOL_MAP|INTER_BROKER_LISTENER_NAME|CONTROLLER_.*|LOG_DIRS|NODE_ID|PROCESS_ROLES|HEAP_OPTS)$/

/** The server properties behind the environment of the apache/kafka image (`KAFKA_A_B` is `a.b`), without the broker's places. */
export const kafkaConfig = (environment: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment)
      .filter(([name]) => name.startsWith('KAFKA_') && !places.test(name))
      .map(([name, value]) => [name.slice('KAFKA_'.length).toLowerCase().replaceAll('_', '.'), value]),
  )
