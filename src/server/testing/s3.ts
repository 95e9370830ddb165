import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { text } from 'node:stream/consumers'
import { freePort } from './free-port.ts'
import { Bucket, contentOf, type Piece, S3Error } from './s3-bucket.ts'
import { checkSignature } from './s3-signature.ts'

export const S3_BUCKET = 'heapscope'
export const S3_KEY = { accessKeyId: 'test-key', secretAccessKey: 'test-secret' }

/** A server that speaks as much of S3 as a store of uploads needs, over HTTP and strictly. */
export interface TestS3 {
  readonly endpoint: string
  readonly bucket: Bucket
  /** Ends it: connections are cut, what it holds stays. */
  halt(): Promise<void>
  resume(): Promise<void>
  /** Refuses the next requests of this kind, such as `POST uploadId`, as a store that is overloaded. */
  refuse(kind: string | null): void
  stop(): Promise<void>
}

/** @param pageSize how many entries a list has at once; Amazon's have a thousand */
export async function startS3({ pageSize = 1000 } = {}): Promise<TestS3> {
  const bucket = new Bucket()
  const port = await freePort()
  let refused: string | null = null
  const make = () =>
    createServer((request, response) => {
      answer({ bucket, pageSize, refused }, request, response).catch((error: unknown) => {
        const { code, status } = error instanceof S3Error ? error : new S3Error('InternalError', 500)
        if (response.headersSent) response.destroy()
        else send(response, status, request.method === 'HEAD' ? '' : tag('Error', tag('Code', code)))
      })
    })
  let server = make()
  const listen = async () => {
    server = make()
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
  }
  const halt = async () => {
    const closed = new Promise((resolve) => void server.close(resolve))
    server.closeAllConnections()
    await closed
  }
  await listen()
  return {
    endpoint: `http://127.0.0.1:${port}`,
    bucket,
    halt,
    resume: listen,
    refuse: (kind) => void (refused = kind),
    stop: async () => {
      await halt()
      bucket.destroy()
    },
  }
}

interface Around {
  readonly bucket: Bucket
  readonly pageSize: number
  readonly refused: string | null
}

/** What a request asks for, and where to answer. */
interface Exchange extends Around {
  readonly key: string
  readonly query: URLSearchParams
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

async function answer(around: Around, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://s3')
  const [, name, ...rest] = decodeURIComponent(url.pathname).split('/')
  const key = rest.join('/')
  const query = url.searchParams
  check(request, name ?? '')
  const what = ['uploads', 'uploadId', 'list-type'].find((parameter) => query.has(parameter)) ?? ''
  const kind = `${request.method} ${what || (key ? 'object' : 'bucket')}`
  if (around.refused === kind) throw new S3Error('SlowDown', 503)
  const operation = OPERATIONS[kind]
  if (!operation) throw new S3Error('NotImplemented', 501)
  await operation({ ...around, key, query, request, response })
}

function check(request: IncomingMessage, name: string): void {
  checkSignature(request, S3_KEY)
  if (name !== S3_BUCKET) throw new S3Error('NoSuchBucket', 404)
  // Bodies in signed pieces, which stores other than Amazon's often do not take.
  if (request.headers['x-amz-content-sha256']?.toString().startsWith('STREAMING-')) {
    throw new S3Error('NotImplemented', 501)
  }
}

const OPERATIONS: Readonly<Record<string, (exchange: Exchange) => void | Promise<void>>> = {
  'HEAD bucket': ({ response }) => send(response, 200, ''),

  'PUT object': async ({ bucket, key, request, response }) => {
    checkLength(request)
    const { etag } = await bucket.put(key, request, metadataOf(request))
    send(response, 200, '', { ETag: etag })
  },

  'HEAD object': ({ bucket, key, response }) => {
    const piece = bucket.object(key)
    response.writeHead(200, { ...headersOf(piece), 'Content-Length': piece.size }).end()
  },

  'GET object': async ({ bucket, key, request, response }) => {
    const piece = bucket.object(key)
    const { stream, status, size, contentRange } = contentOf(piece, request.headers.range)
    response.writeHead(status, {
      ...headersOf(piece),
      'Content-Length': size,
      ...(contentRange && { 'Content-Range': contentRange }),
    })
    await pipeline(stream, response)
  },

  'DELETE object': async ({ bucket, key, response }) => {
    await bucket.delete(key)
    send(response, 204, '')
  },

  'GET list-type': ({ bucket, pageSize, query, response }) => {
    const prefix = query.get('prefix') ?? ''
    const after = query.get('continuation-token') ?? ''
    const keys = [...bucket.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).toSorted()
    const page = keys.slice(0, pageSize)
    const isMore = keys.length > page.length
    const contents = page.map((key) => {
      const { size, modified, etag } = bucket.object(key)
      return tag(
        'Contents',
        tag('Key', key) + tag('Size', size) + tag('LastModified', time(modified)) + tag('ETag', etag),
      )
    })
    const next = isMore ? tag('NextContinuationToken', page.at(-1) ?? '') : ''
    send(response, 200, tag('ListBucketResult', tag('IsTruncated', isMore) + next + contents.join('')))
  },

  'GET uploads': ({ bucket, pageSize, query, response }) => {
    const prefix = query.get('prefix') ?? ''
    const after = `${query.get('key-marker') ?? ''} ${query.get('upload-id-marker') ?? ''}`
    const uploads = [...bucket.uploads.values()]
      .filter(
        ({ key, uploadId }) => key.startsWith(prefix) && (after === ' ' || `${key} ${uploadId}` > after),
      )
      .toSorted((a, b) => (`${a.key} ${a.uploadId}` < `${b.key} ${b.uploadId}` ? -1 : 1))
    const page = uploads.slice(0, pageSize)
    const last = page.at(-1)
    const isMore = uploads.length > page.length
    const next =
      isMore && last ? tag('NextKeyMarker', last.key) + tag('NextUploadIdMarker', last.uploadId) : ''
    const entries = page.map(({ key, uploadId, begun }) =>
      tag('Upload', tag('Key', key) + tag('UploadId', uploadId) + tag('Initiated', time(begun))),
    )
    send(
      response,
      200,
      tag('ListMultipartUploadsResult', tag('IsTruncated', isMore) + next + entries.join('')),
    )
  },

  'POST uploads': ({ bucket, key, request, response }) => {
    const { uploadId } = bucket.begin(key, metadataOf(request))
    const body = tag('Bucket', S3_BUCKET) + tag('Key', key) + tag('UploadId', uploadId)
    send(response, 200, tag('InitiateMultipartUploadResult', body))
  },

  'PUT uploadId': async ({ bucket, key, query, request, response }) => {
    checkLength(request)
    const number = Number(query.get('partNumber'))
    if (!(number >= 1 && number <= 10_000)) throw new S3Error('InvalidArgument', 400)
    const { etag } = await bucket.putPart(key, query.get('uploadId') ?? '', number, request)
    send(response, 200, '', { ETag: etag })
  },

  'GET uploadId': ({ bucket, pageSize, key, query, response }) => {
    const { parts } = bucket.upload(key, query.get('uploadId') ?? '')
    const marker = Number(query.get('part-number-marker') ?? 0)
    const all = [...parts].filter(([number]) => number > marker).toSorted(([a], [b]) => a - b)
    const page = all.slice(0, pageSize)
    const isMore = all.length > page.length
    const next = isMore ? tag('NextPartNumberMarker', page.at(-1)?.[0] ?? 0) : ''
    const entries = page.map(([number, { size, etag, modified }]) =>
      tag(
        'Part',
        tag('PartNumber', number) +
          tag('Size', size) +
          tag('ETag', etag) +
          tag('LastModified', time(modified)),
      ),
    )
    send(response, 200, tag('ListPartsResult', tag('IsTruncated', isMore) + next + entries.join('')))
  },

  'POST uploadId': async ({ bucket, key, query, request, response }) => {
    const named = [...(await text(request)).matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
      number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
      etag: (/<ETag>(.*?)</.exec(part)?.[1] ?? '').replaceAll('&quot;', '"'),
    }))
    const { etag } = await bucket.complete(key, query.get('uploadId') ?? '', named)
    send(response, 200, tag('CompleteMultipartUploadResult', tag('Key', key) + tag('ETag', etag)))
  },

  'DELETE uploadId': async ({ bucket, key, query, response }) => {
    await bucket.abort(key, query.get('uploadId') ?? '')
    send(response, 204, '')
  },
}

function checkLength({ headers }: IncomingMessage): void {
  if (headers['content-length'] === undefined) throw new S3Error('MissingContentLength', 411)
}

function metadataOf({ headers }: IncomingMessage): Record<string, string> {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'))
  return Object.fromEntries(own.map(([name, value]) => [name, String(value)]))
}

function headersOf({ etag, modified, metadata }: Piece): Record<string, string> {
  return { ETag: etag, 'Last-Modified': modified.toUTCString(), 'Accept-Ranges': 'bytes', ...metadata }
}

function send(
  response: ServerResponse,
  status: number,
  xml: string,
  headers: Record<string, string> = {},
): void {
  const body = xml && `<?xml version="1.0" encoding="UTF-8"?>${xml}`
  response.writeHead(status, { ...headers, 'Content-Type': 'application/xml' }).end(body)
}

function tag(name: string, content: string | number | boolean): string {
  const inside = typeof content === 'string' && content.startsWith('<') ? content : escape(String(content))
  return `<${name}>${inside}</${name}>`
}

function escape(plain: string): string {
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

function time(date: Date): string {
  return date.toISOString()
}
