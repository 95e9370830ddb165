import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { S3Error } from './s3-bucket.ts'

/** How far the clocks of client and store may be apart, as Amazon has it. */
const SKEW_MS = 15 * 60_000

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/

/**
 * Checks that the holder of `key` signed this request: its method, path, query, the headers that it names, which host, date
 * and all `x-amz-` are among, and the digest of the body that it states. Signature Version 4 of Amazon's
 * "Authenticating Requests: Using the Authorization Header". Of the body itself it knows nothing.
 * @throws S3Error as S3 refuses it
 */
export function checkSignature(
  { method = '', url = '/', headers }: IncomingMessage,
  key: { readonly accessKeyId: string; readonly secretAccessKey: string },
): void {
  const [, accessKeyId, day = '', region = '', names = '', signature = ''] =
    AUTHORIZATION.exec(headers.authorization ?? '') ?? []
  if (accessKeyId === undefined) throw new S3Error('AccessDenied', 403)
  if (accessKeyId !== key.accessKeyId) throw new S3Error('InvalidAccessKeyId', 403)
  const signed = names.split(';')
  const mustBeSigned = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))]
  if (!mustBeSigned.every((name) => signed.includes(name))) throw new S3Error('AccessDenied', 403)
  const time = header(headers, 'x-amz-date')
  if (!(Math.abs(Date.now() - timeOf(time)) <= SKEW_MS)) throw new S3Error('RequestTimeTooSkewed', 403)

  const request = [
    method,
    ...canonicalTarget(url),
    ...signed.map((name) => `${name}:${header(headers, name)}`),
    '',
    names,
    header(headers, 'x-amz-content-sha256'),
  ].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const digest = createHash('sha256').update(request).digest('hex')
  const signing = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${key.secretAccessKey}`,
  )
  const right = hmac(signing, ['AWS4-HMAC-SHA256', time, scope, digest].join('\n'))
  if (!timingSafeEqual(right, Buffer.from(signature, 'hex'))) throw new S3Error('SignatureDoesNotMatch', 403)
}

/** The path as it was sent, and the query encoded in one way and in order. */
function canonicalTarget(url: string): [path: string, query: string] {
  const { pathname, searchParams } = new URL(url, 'http://s3')
  const pairs = [...searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`)
  return [pathname, pairs.toSorted().join('&')]
}

/** All but letters, digits and `-_.~`. */
function encode(plain: string): string {
  return encodeURIComponent(plain).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function header(headers: IncomingMessage['headers'], name: string): string {
  return String(headers[name] ?? '')
    .trim()
    .replaceAll(/ +/g, ' ')
}

/** @param basic such as `20261127T010203Z` */
function timeOf(basic: string): number {
  return Date.parse(basic.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

function hmac(secret: string | Buffer, text: string): Buffer {
  return createHmac('sha256', secret).update(text).digest()
}
