import helmet from 'helmet'

/**
 * Headers of every answer. The policy admits what the dashboard is made of and nothing else: no inline script, no other
 * origin. Style attributes are admitted, because ECharts writes its tooltips with them.
 */
export const securityHeaders = () =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'style-src-attr': ["'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'"],
        // Browsers differ in whether 'self' covers the WebSocket of the same origin.
        'connect-src': ["'self'", 'ws:', 'wss:'],
        'worker-src': ["'self'"],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'self'"],
      },
    },
    // Whether TLS is spoken, and for how long it must be, is decided in front of the gateway.
    strictTransportSecurity: false,
    // Files of the dashboard may be embedded by nobody else; data are read without cookies, so it changes nothing for them.
    crossOriginResourcePolicy: { policy: 'same-origin' },
  })
