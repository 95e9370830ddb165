import type { Hono } from 'hono'
import { socketAddress } from './client-address.ts'
import type { Carried, Parts, RequestContext } from './parts.ts'
import type { Limits } from './rate-limits.ts'
import { Refusal } from './refusal.ts'
import { bearerOf, isSame } from './secrets.ts'

/** What proxies add. */
const FORWARDED = ['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'Via']

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
    await checkReader(context, settings.metricsToken, limits)
    const text = await metrics.registry.metrics()
    return context.body(text, 200, {
      'Content-Type': metrics.registry.contentType,
      'Cache-Control': 'no-store',
    })
  })
}

/** Without a token, the metrics are for programs on this machine that come straight to us. */
async function checkReader(context: RequestContext, token: string | null, limits: Limits): Promise<void> {
  if (token === null) {
    const isForwarded = FORWARDED.some((name) => context.req.header(name) !== undefined)
    if (!isForwarded && isLoopback(socketAddress(context))) return
    throw new Refusal('unauthorized', 'The metrics are for this machine alone unless they have a token.')
  }
  const who = context.get('subscriber')
  await limits.wrongTokens.check(who)
  if (isSame(bearerOf(context.req.header('Authorization')) ?? '', token)) return
  await limits.wrongTokens.count(who)
  throw new Refusal('unauthorized', 'The metrics need a token.', { status: 401 })
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address)
}
