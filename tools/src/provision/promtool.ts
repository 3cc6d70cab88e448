import { findOnPath } from './find-on-path.js'
import type { Part } from './part.js'

/** Prometheus' checker of rules and metrics, 2.40 or newer: `PROMTOOL_BIN`, else PATH's. */
export const promtool: Part = {
  name: 'promtool',
  find: () => findOnPath([process.env.PROMTOOL_BIN || 'promtool']),
  from: {
    kind: 'systemPackages',
    packages: ['prometheus'],
    byHand:
      'Install Prometheus (Debian: prometheus, macOS: brew install prometheus) or set PROMTOOL_BIN to its program promtool.',
  },
}
