import { randomBytes } from 'node:crypto'
import { Server } from '@tus/server'
import type { Hono } from 'hono'
import { SHARE_HEADER, shareId, UPLOAD_TOKEN_HEADER, uploadMetadata } from '#protocol/share-api.ts'
import type { Stores } from '../open-stores.ts'
import type { ShareRecord } from '../store/share-store.ts'
import type { Carried, Parts, RequestContext } from './parts.ts'
import { gone, Refusal } from './refusal.ts'
import { isSame, pseudonymOf } from './secrets.ts'
import { refuseExpired } from './shares.ts'
import { refusalOfStatus, refusalOfTus } from './tus-refusal.ts'

const DAY = 86_400_000

/** What is known of a request while tus handles it. */
interface Attempt {
  readonly subscriber: string
  /** The upload that it began. */
  begun?: string
  refusal?: Refusal
}

/** Uploads by tus 1.0. Records decide what may be written to; tus and the store of blobs only know bytes. */
export function addUploads(app: Hono<Carried>, parts: Parts): void {
  const attempts = new WeakMap<Request, Attempt>()
  let last: { readonly stores: Stores; readonly server: Server } | undefined

  const serverFor = (stores: Stores): Server => {
    if (last?.stores !== stores) last = { stores, server: tusServer(stores, parts, attempts) }
    return last.server
  }

  /** Lets tus answer, in the words of our own interface. */
  const viaTus = async (stores: Stores, context: RequestContext, attempt: Attempt): Promise<Response> => {
    const request = context.req.raw
    attempts.set(request, attempt)
    const response = await serverFor(stores).handleWeb(request)
    if (response.status >= 400) throw attempt.refusal ?? refusalOfStatus(response.status)
    // Who may ask from elsewhere is said by us, and nobody may upload from elsewhere.
    const foreign = [...response.headers.keys()].filter((name) => name.startsWith('access-control-'))
    for (const name of foreign) response.headers.delete(name)
    return response
  }

  app.options('/api/uploads', async (context) =>
    viaTus(parts.stores(), context, { subscriber: context.get('subscriber') }),
  )

  app.post('/api/uploads', async (context) => {
    const stores = parts.stores()
    const subscriber = context.get('subscriber')
    await parts.limits.uploads.count(subscriber)
    await checkToken(context, parts, subscriber)
    const attempt: Attempt = { subscriber }
    try {
      const response = await viaTus(stores, context, attempt)
      response.headers.set(SHARE_HEADER, attempt.begun ?? '')
      return response
    } catch (error) {
      // Nobody has been told of it, so nobody can go on with it.
      if (attempt.begun) await clear(stores, attempt.begun).catch(() => undefined)
      throw error
    }
  })

  app.all('/api/uploads/:id', async (context) => {
    const { method } = context.req
    if (method !== 'HEAD' && method !== 'PATCH' && method !== 'DELETE') {
      throw new Refusal('bad-request', 'An upload answers HEAD, PATCH and DELETE.', {
        status: 405,
        headers: { Allow: 'HEAD, PATCH, DELETE' },
      })
    }
    const stores = parts.stores()
    const record = await findUpload(stores, context, parts.now())
    const attempt: Attempt = { subscriber: context.get('subscriber') }
    if (method === 'PATCH') await stores.store.touch(record.id, parts.now())
    const response = await viaTus(stores, context, attempt).catch((error: unknown) => {
      // An earlier attempt may have got as far as the bytes.
      if (method === 'DELETE' && error instanceof Refusal && error.code === 'gone') return null
      throw error
    })
    if (method === 'DELETE') {
      await clear(stores, record.id)
      return response ?? context.body(null, 204, { 'Tus-Resumable': '1.0.0' })
    }
    // The last bytes came, but we were stopped before the share was complete: clients do not send anything more.
    const offset = Number(response?.headers.get('Upload-Offset'))
    if (method === 'HEAD' && record.state === 'uploading' && offset === record.bytes) {
      await finish(stores, record.id, record.bytes)
    }
    return response!
  })
}

function tusServer(stores: Stores, parts: Parts, attempts: WeakMap<Request, Attempt>): Server {
  const { settings, now } = parts
  return new Server({
    path: '/api/uploads',
    datastore: stores.blobs.uploads,
    locker: stores.locker,
    // A client that comes back need not wait long for its own dead connection.
    lockDrainTimeout: 1000,
    maxSize: settings.maxUploadBytes,
    // Relative, so that it is right whatever stands in front of us.
    generateUrl: (_, { id }) => `uploads/${id}`,
    getFileIdFromRequest: (_, last) => shareId.safeParse(last).data,
    namingFunction: () => randomBytes(16).toString('base64url'),
    onUploadCreate: async (request, upload) => {
      const attempt = attempts.get(request)!
      const { expires, deleteHash } = metadataOf(upload.metadata, parts)
      const bytes = upload.size ?? 0
      if (bytes === 0) throw new Refusal('bad-request', 'An empty file cannot be shared.')
      const created = now()
      const share = {
        id: upload.id,
        bytes,
        created,
        expires: expires === 0 ? null : new Date(created.getTime() + expires * DAY),
        deleteHash,
        uploader: pseudonymOf(attempt.subscriber, await stores.store.secret()),
      }
      if ((await stores.store.begin(share, settings.quota)) === 'over-quota') {
        throw new Refusal(
          'over-quota',
          'There is no room for this share; delete others, or try a smaller one.',
        )
      }
      attempt.begun = upload.id
      // It stands in the record, and who has the link need not see it.
      return { metadata: {} }
    },
    onUploadFinish: async (_, upload) => {
      await finish(stores, upload.id, upload.size ?? 0)
      return {}
    },
    onResponseError: (request, error) => {
      const refusal = refusalOfTus(error)
      attempts.get(request)!.refusal = refusal
      return { status_code: refusal.status, body: '' }
    },
  })
}

/** Makes an upload a share: when this resolves, it outlives us and the machine's power. */
async function finish({ store, blobs }: Stores, id: string, bytes: number): Promise<void> {
  await blobs.sync(id)
  if ((await blobs.size(id)) !== bytes) throw gone()
  if (!(await store.complete(id))) throw gone()
}

async function clear({ store, blobs }: Stores, id: string): Promise<void> {
  await blobs.remove(id)
  await store.remove(id)
}

async function checkToken(context: RequestContext, { settings, limits }: Parts, who: string): Promise<void> {
  if (!settings.uploadToken) return
  await limits.wrongTokens.check(who)
  const given = context.req.header(UPLOAD_TOKEN_HEADER)
  if (given === undefined) {
    throw new Refusal('unauthorized', 'This server takes uploads from those who have its upload token.', {
      status: 401,
    })
  }
  if (!isSame(given, settings.uploadToken)) {
    await limits.wrongTokens.count(who)
    throw new Refusal('unauthorized', 'This is not the upload token of this server.')
  }
}

function metadataOf(given: Record<string, string | null> | undefined, { settings }: Parts) {
  const metadata = uploadMetadata.safeParse(given)
  if (!metadata.success) {
    const names = metadata.error.issues.map(({ path }) => path[0] ?? 'Upload-Metadata')
    throw new Refusal('bad-request', `The upload's metadata are wrong: ${[...new Set(names)].join(', ')}.`)
  }
  if (!settings.expiries.includes(metadata.data.expires)) {
    throw new Refusal('bad-request', 'This server does not keep shares for as long as was asked for.')
  }
  return metadata.data
}

/** The record of an upload that may be asked about or changed in the way that is asked for. */
async function findUpload({ store }: Stores, context: RequestContext, now: Date): Promise<ShareRecord> {
  const id = shareId.safeParse(context.req.param('id'))
  const record = id.success ? await store.find(id.data) : null
  if (!record) throw gone()
  refuseExpired(record, now)
  if (record.state === 'complete' && context.req.method !== 'HEAD') {
    // Whoever has the link knows this address, too.
    throw new Refusal('unauthorized', 'This share is complete; only its deletion token can delete it.')
  }
  return record
}
