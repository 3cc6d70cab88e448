import { createLink, type Link } from '@tickwall/client'

/** The plain way: a socket on the page itself. */
export const openLink = (): Link => createLink({ url: `${window.location.origin.replace(/^http/, 'ws')}/ws` })

export const asked = (name: string): string => new URLSearchParams(window.location.search).get(name) ?? ''

/** Changes that the page took in; read from outside. */
export const taken = { changes: 0 }
Object.assign(window, { taken })
