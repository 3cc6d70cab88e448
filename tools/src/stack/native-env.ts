/** An environment in which each address of the containers' network is replaced by its native one, inside lists as well. */
export const nativeEnv = (
  environment: Readonly<Record<string, string>>,
  addresses: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value
        .split(',')
        .map((part) => addresses[part] ?? part)
        .join(','),
    ]),
  )
