import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

export interface GuardOptions {
  /** Origins besides its own that the page may load captures from; `*` is any over https. */
  readonly connectTo?: readonly string[]
}

/**
 * The headers that keep a heap where it is: the page may load its own files and talk to its own server, nothing else,
 * and nobody may frame it. Cross-origin isolation gives it shared memory between workers.
 */
export function guard({ connectTo = [] }: GuardOptions = {}): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
      workerSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'", ...connectTo.map((origin) => (origin === '*' ? 'https:' : origin))],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
    crossOriginOpenerPolicy: 'same-origin',
    crossOriginEmbedderPolicy: 'require-corp',
    crossOriginResourcePolicy: 'same-origin',
    referrerPolicy: 'no-referrer',
    xContentTypeOptions: 'nosniff',
    xFrameOptions: 'DENY',
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
    // Browsers ignore it on http://localhost, and a host behind TLS sets its own.
    strictTransportSecurity: false,
  })
}
