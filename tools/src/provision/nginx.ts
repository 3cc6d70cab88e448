import { findOnPath } from './find-on-path.js'
import type { Part } from './part.js'

/** Nginx 1.18 or newer: `NGINX_BIN`, else PATH's. */
export const nginx: Part = {
  name: 'Nginx',
  find: () => findOnPath([process.env.NGINX_BIN || 'nginx']),
  from: {
    kind: 'systemPackages',
    packages: ['nginx'],
    byHand: 'Install Nginx (Debian: nginx, macOS: brew install nginx) or set NGINX_BIN to its program.',
  },
}
