import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { getPath } from 'hono/utils/url'
import { clientAddress, socketAddress, subscriberOf } from './client-address.ts'
import { guard } from './guard.ts'
import { addLocalCaptures } from './local-captures.ts'
import { addLocalFiles } from './local-files.ts'
import { observe } from './observe.ts'
import { addOperations } from './operations.ts'
import { addPage } from './page.ts'
import type { Carried, Parts } from './parts.ts'
import { Refusal, refusalOf } from './refusal.ts'
import { addShares } from './shares.ts'
import { addUploads } from './uploads.ts'

export type App = Hono<Carried>

/**
 * The web server as a function from request to response: the built page, the interface for shares, and what those who
 * run it ask. What the page shows stands behind the # of its address, which never gets here.
 */
export function createApp(parts: Parts): App {
  const { settings } = parts
  const app = new Hono<Carried>({ getPath: (request) => withoutBase(getPath(request), settings.baseUrl) })
  app.use(observe(parts))
  app.use(
    guard({
      ancestors: settings.allowedOrigins,
      connectTo: settings.urlOrigins,
      tls: settings.baseUrl?.protocol === 'https:',
    }),
  )
  app.use(async (context, next) => {
    const address = clientAddress(
      socketAddress(context),
      context.req.header('X-Forwarded-For'),
      settings.trustedProxies,
    )
    context.set('subscriber', subscriberOf(address))
    await next()
  })
  addApi(app, parts)
  addOperations(app, parts)
  if (parts.localFiles) addLocalFiles(app, parts.localFiles)
  addPage(app, parts)
  app.onError((error, context) => {
    const refusal = refusalOf(error)
    return context.json({ code: refusal.code, message: refusal.message }, refusal.status, refusal.headers)
  })
  return app
}

function addApi(app: App, parts: Parts): void {
  const { allowedOrigins } = parts.settings
  if (allowedOrigins.length > 0) {
    const reading = cors({
      origin: [...allowedOrigins],
      allowMethods: ['GET', 'HEAD'],
      allowHeaders: ['Range'],
      exposeHeaders: ['Accept-Ranges', 'Content-Length', 'Content-Range', 'Retry-After'],
      maxAge: 600,
    })
    app.use('/api/config', reading)
    app.use('/api/shares/*', reading)
  }
  app.use('/api/*', async (context, next) => {
    await next()
    context.header('X-Robots-Tag', 'noindex')
    context.header('Cache-Control', 'private, no-store')
  })
  app.use('/api/*', async (context, next) => {
    // Parts of an upload come as fast as they come; whoever sends them has been counted.
    if (context.req.method !== 'PATCH' && context.req.method !== 'POST') {
      await parts.limits.reads.count(context.get('subscriber'))
    }
    await next()
  })
  app.use('/api/uploads/*', async (context, next) => {
    await next()
    context.header('Tus-Resumable', '1.0.0')
  })
  addShares(app, parts)
  addUploads(app, parts)
  if (parts.localCaptures) addLocalCaptures(app, parts.localCaptures)
  app.all('/api/*', (context) => {
    if (context.req.method === 'GET' || context.req.method === 'HEAD') {
      throw new Refusal('gone', 'There is nothing at this address.')
    }
    throw new Refusal('bad-request', 'Nothing at this address answers such a request.', { status: 405 })
  })
}

/** A proxy may leave the path of the public address in front, or take it away. */
function withoutBase(path: string, baseUrl: URL | null): string {
  const base = baseUrl?.pathname.replace(/\/+$/, '') ?? ''
  return base && (path === base || path.startsWith(`${base}/`)) ? path.slice(base.length) || '/' : path
}
