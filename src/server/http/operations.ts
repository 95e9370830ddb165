import type { Hono } from 'hono'
import type { Carried, Parts } from './parts.ts'
import { Refusal } from './refusal.ts'
import { bearerOf, isSame } from './secrets.ts'

/** What those who run the server ask: does it live, does it work, what has it done. */
export function addOperations(app: Hono<Carried>, { settings, stores, metrics, limits }: Parts): void {
  app.get('/healthz', (context) => context.text('alive', 200, { 'Cache-Control': 'no-store' }))

  app.get('/readyz', async (context) => {
    context.header('Cache-Control', 'no-store')
    const { store, blobs } = stores()
    await Promise.all([store.ready(), blobs.ready()])
    return context.text('ready')
  })

  app.get('/metrics', async (context) => {
    const { metricsToken } = settings
    const who = context.get('subscriber')
    if (metricsToken) {
      await limits.wrongTokens.check(who)
      if (!isSame(bearerOf(context.req.header('Authorization')) ?? '', metricsToken)) {
        await limits.wrongTokens.count(who)
        throw new Refusal('unauthorized', 'The metrics need a token.', { status: 401 })
      }
    }
    const text = await metrics.registry.metrics()
    return context.body(text, 200, {
      'Content-Type': metrics.registry.contentType,
      'Cache-Control': 'no-store',
    })
  })
}
