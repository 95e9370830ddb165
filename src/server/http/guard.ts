import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/** The one page that other sites may show in a frame. */
export const EMBED = '/embed'

interface GuardOptions {
  /** Origins that may frame the page at `EMBED`. */
  readonly ancestors: readonly string[]
  /** Whether everybody comes by TLS. */
  readonly tls: boolean
}

/**
 * The headers that keep a heap where it is: the page may load its own files and talk to its own server, nothing else,
 * and nobody may frame it. Cross-origin isolation gives it shared memory between workers; in a frame of another site it
 * goes without.
 */
export function guard({ ancestors, tls }: GuardOptions): MiddlewareHandler {
  const alone = headers({ ancestors: ["'none'"], isFramed: false, tls })
  const framed = headers({ ancestors, isFramed: true, tls })
  return (context, next) =>
    context.req.path === EMBED && ancestors.length > 0 ? framed(context, next) : alone(context, next)
}

function headers({
  ancestors,
  isFramed,
  tls,
}: GuardOptions & { readonly isFramed: boolean }): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
      workerSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: [...ancestors],
    },
    crossOriginOpenerPolicy: isFramed ? false : 'same-origin',
    crossOriginEmbedderPolicy: isFramed ? false : 'require-corp',
    crossOriginResourcePolicy: 'same-origin',
    referrerPolicy: 'no-referrer',
    xContentTypeOptions: 'nosniff',
    xFrameOptions: isFramed ? false : 'DENY',
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
    // Browsers ignore it on http://localhost, and a host behind TLS that has not told us sets its own.
    strictTransportSecurity: tls ? 'max-age=31536000' : false,
  })
}
