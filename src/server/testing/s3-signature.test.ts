import type { IncomingMessage } from 'node:http'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { checkSignature } from './s3-signature.ts'

// The list of objects in Amazon's own examples of Signature Version 4 for S3.
const KEY = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const SIGNATURE = '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'

function asked(more: Record<string, string> = {}, url = '/?max-keys=2&prefix=J') {
  const headers = {
    host: 'examplebucket.s3.amazonaws.com',
    'x-amz-date': '20130524T000000Z',
    'x-amz-content-sha256': EMPTY,
    authorization: authorization(SIGNATURE),
    ...more,
  }
  return { method: 'GET', url, headers } as unknown as IncomingMessage
}

function authorization(signature: string, names = 'host;x-amz-content-sha256;x-amz-date') {
  const scope = `${KEY.accessKeyId}/20130524/us-east-1/s3/aws4_request`
  return `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=${names},Signature=${signature}`
}

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2013, 4, 24) }))
afterEach(() => void vi.useRealTimers())

test("Amazon's own example is taken, in any order of the query", () => {
  checkSignature(asked(), KEY)
  checkSignature(asked({}, '/?prefix=J&max-keys=2'), KEY)
})

test('a request of somebody without the secret is refused', () => {
  const wrong = { ...KEY, secretAccessKey: 'another' }
  expect(() => checkSignature(asked(), wrong)).toThrow('SignatureDoesNotMatch')
  expect(() => checkSignature(asked(), { ...KEY, accessKeyId: 'another' })).toThrow('InvalidAccessKeyId')
  expect(() => checkSignature(asked({ authorization: '' }), KEY)).toThrow('AccessDenied')
})

test.each([
  ['another query', asked({}, '/?max-keys=3&prefix=J')],
  ['another path', asked({}, '/x?max-keys=2&prefix=J')],
  ['another host', asked({ host: 'other.s3.amazonaws.com' })],
  ['another body', asked({ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' })],
])('what was signed for one request is not good for %s', (_, request) => {
  expect(() => checkSignature(request, KEY)).toThrow('SignatureDoesNotMatch')
})

test('what is not signed is refused, and what was signed long ago', () => {
  expect(() => checkSignature(asked({ 'x-amz-meta-file': '{}' }), KEY)).toThrow('AccessDenied')
  const unsigned = authorization(SIGNATURE, 'host;x-amz-date')
  expect(() => checkSignature(asked({ authorization: unsigned }), KEY)).toThrow('AccessDenied')
  vi.setSystemTime(Date.UTC(2013, 4, 24, 0, 16))
  expect(() => checkSignature(asked(), KEY)).toThrow('RequestTimeTooSkewed')
})
