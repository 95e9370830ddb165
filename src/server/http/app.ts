import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { guard } from './guard.ts'

/** Files in here carry a hash of their content in their name, so they never change. */
const HASHED = '/assets/'

/**
 * The web server as a function from request to response: the built page in `root`, and nothing else. What the page
 * shows stands behind the # of its address, which never gets here.
 */
export function createApp(root: string): Hono {
  const app = new Hono()
  app.use(guard())
  app.use(async (context, next) => {
    await next()
    const forever = context.req.path.startsWith(HASHED) && context.res.ok
    context.header('Cache-Control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
  })
  app.get('*', serveStatic({ root }))
  app.all('*', (context) =>
    context.req.method === 'GET' || context.req.method === 'HEAD'
      ? context.text('There is nothing at this address.', 404)
      : context.text('This server only answers GET and HEAD.', 405, { Allow: 'GET, HEAD' }),
  )
  app.onError((_, context) => context.text('The server could not read this file.', 500))
  return app
}
