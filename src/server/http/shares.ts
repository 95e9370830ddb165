import type { Hono } from 'hono'
import { type ShareInfo, shareId, type ServerConfig } from '#protocol/share-api.ts'
import type { Stores } from '../open-stores.ts'
import type { Settings } from '../settings.ts'
import type { ShareRecord } from '../store/share-store.ts'
import type { Carried, Parts, RequestContext } from './parts.ts'
import { readRange } from './range.ts'
import { gone, Refusal } from './refusal.ts'
import { bearerOf, hashOf, isSame } from './secrets.ts'

/** Reading and deleting shares, and what the server takes. */
export function addShares(app: Hono<Carried>, { settings, stores, limits, now }: Parts): void {
  app.get('/api/config', (context) => {
    stores()
    return context.json(configOf(settings))
  })

  app.get('/api/shares/:id', async (context) => {
    const { id, bytes, created, expires } = await findWhole(stores(), context, now())
    const info: ShareInfo = {
      id,
      bytes,
      created: created.toISOString(),
      expires: expires?.toISOString() ?? null,
    }
    return context.json(info)
  })

  app.get('/api/shares/:id/content', async (context) => {
    const at = stores()
    return await contentOf(at, context, await findWhole(at, context, now()))
  })

  app.delete('/api/shares/:id', async (context) => {
    const { store, blobs } = stores()
    const who = context.get('subscriber')
    await limits.wrongTokens.check(who)
    const token = bearerOf(context.req.header('Authorization'))
    if (token === null) {
      throw new Refusal('unauthorized', 'Deleting a share needs its deletion token.', {
        status: 401,
        headers: { 'WWW-Authenticate': 'Bearer' },
      })
    }
    const record = await store.find(idOf(context))
    if (!record) return context.body(null, 204)
    if (!isSame(hashOf(token), record.deleteHash)) {
      await limits.wrongTokens.count(who)
      throw new Refusal('unauthorized', 'This is not the deletion token of this share.')
    }
    // The record last: until it is gone, the same request can be made again.
    await blobs.remove(record.id)
    await store.remove(record.id)
    return context.body(null, 204)
  })
}

function configOf({ maxUploadBytes, expiries, uploadToken, chunkBytes }: Settings): ServerConfig {
  return {
    maxUploadBytes,
    expiries: [...expiries],
    defaultExpiry: expiries.includes(7) ? 7 : expiries[0],
    tokenRequired: uploadToken !== null,
    chunkBytes,
  }
}

async function contentOf(
  { blobs }: Stores,
  context: RequestContext,
  { id, bytes }: ShareRecord,
): Promise<Response> {
  // There is no validator that `If-Range` could name, so it never holds.
  const asked = context.req.header('If-Range') ? undefined : context.req.header('Range')
  const range = readRange(asked, bytes)
  if (range === 'outside') {
    throw new Refusal('bad-request', 'The share has no such bytes.', {
      status: 416,
      headers: { 'Content-Range': `bytes */${bytes}` },
    })
  }
  // Who waits for bytes that never come waits for ever.
  const there = await blobs.size(id)
  if (there !== bytes) {
    throw new Refusal('damaged', 'The server has lost a part of this share; ask for it to be shared again.', {
      cause: new Error(`of ${bytes} bytes ${there ?? 'none'} are there`),
    })
  }
  const headers: Record<string, string> = {
    'Accept-Ranges': 'bytes',
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': 'attachment',
    'Content-Length': String(range ? range.end - range.start + 1 : bytes),
  }
  if (range) headers['Content-Range'] = `bytes ${range.start}-${range.end}/${bytes}`
  const body = context.req.method === 'HEAD' ? null : await blobs.read(id, range)
  return context.newResponse(body, range ? 206 : 200, headers)
}

async function findWhole({ store }: Stores, context: RequestContext, now: Date): Promise<ShareRecord> {
  const record = await store.find(idOf(context))
  if (!record) throw gone()
  refuseExpired(record, now)
  if (record.state === 'uploading') {
    throw new Refusal('incomplete', 'This share is still being uploaded; try again later.')
  }
  return record
}

/** @throws Refusal where the share's time is over, whether or not it has been cleared away */
export function refuseExpired({ state, expires }: ShareRecord, now: Date): void {
  if (state === 'expired' || (expires && expires <= now)) {
    throw new Refusal('expired', 'The time of this share is over; it has been deleted.')
  }
}

/** Nothing that does not look like an id gets any further. */
function idOf(context: RequestContext): string {
  const id = shareId.safeParse(context.req.param('id'))
  if (!id.success) throw gone()
  return id.data
}
