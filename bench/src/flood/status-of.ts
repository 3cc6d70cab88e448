/** The status of an HTTP answer by its first bytes; null when they are of none. */
export const statusOf = (head: string): string | null => /^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1] ?? null
