import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Hono } from 'hono'
import { shareId } from '#protocol/share-api.ts'
import { EMBED } from './guard.ts'
import type { Carried, Parts } from './parts.ts'

/** Files in here carry a hash of their content in their name, so they never change. */
const HASHED = '/assets/'

const ROBOTS = `User-agent: *
Disallow: /s/
Disallow: /api/
`

/** The built page at its own address, at those of shares, and for frames; every address in it is relative. */
export function addPage(app: Hono<Carried>, { root, settings }: Parts): void {
  const page = () => readFile(join(root, 'index.html'), 'utf8')

  app.use(async (context, next) => {
    await next()
    if (context.res.headers.has('Cache-Control')) return
    const forever = context.req.path.startsWith(HASHED) && context.res.ok
    context.header('Cache-Control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
  })
  app.get('/robots.txt', (context) => context.text(ROBOTS))
  app.get('/s/:id', async (context, next) => {
    if (!shareId.safeParse(context.req.param('id')).success) return next()
    context.header('X-Robots-Tag', 'noindex')
    return context.html(fromBelow(await page()))
  })
  app.get(EMBED, async (context, next) => {
    if (settings.allowedOrigins.length === 0) return next()
    context.header('X-Robots-Tag', 'noindex')
    return context.html(await page())
  })
  app.get('*', serveStatic({ root }))
  app.all('*', (context) =>
    context.req.method === 'GET' || context.req.method === 'HEAD'
      ? context.text('There is nothing at this address.', 404)
      : context.text('This server only answers GET and HEAD.', 405, { Allow: 'GET, HEAD' }),
  )
}

/** The page, for an address one folder further down. */
function fromBelow(html: string): string {
  return html.replaceAll(/(\s(?:src|href)=")\.\//g, '$1../')
}
