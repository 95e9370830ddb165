import { StoreUnavailable } from './share-store.ts'

/** What S3 says where there is nothing; stores differ in which of them they say. */
const MISSING = new Set(['NotFound', 'NoSuchKey', 'NoSuchUpload'])
/** What we would have to mend ourselves. */
const OURS = new Set([
  'InvalidPart',
  'InvalidPartOrder',
  'EntityTooSmall',
  'EntityTooLarge',
  'MalformedXML',
  'InvalidRange',
])

interface S3Failure extends Error {
  readonly Code?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && (MISSING.has(error.name) || MISSING.has((error as S3Failure).Code ?? ''))
}

/**
 * What S3 or the way to it threw, as `StoreUnavailable` where another try or a hand on the store may help. What else
 * comes through an upload, as tus' own errors and those of the sender, stays as it is.
 */
export function s3Error(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreUnavailable) return error
  const status = (error as S3Failure).$metadata?.httpStatusCode
  const isFromStore = status !== undefined || '$metadata' in error
  if (!isFromStore && !isOfTheWay(error) && !isOfTheDisk(error)) return error
  if (OURS.has(error.name)) return error
  const said = error.message && error.message !== error.name ? `${error.name}: ${error.message}` : error.name
  return new StoreUnavailable(`The S3 store cannot be used: ${said}`, { cause: error })
}

/** Errors of connections to the store; those from the sender of an upload have no such call. */
function isOfTheWay(error: Error): boolean {
  const { code = '', syscall } = error as NodeJS.ErrnoException
  if (error.name === 'TimeoutError' || error.name === 'CredentialsProviderError') return true
  return (
    /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/.test(code) &&
    syscall !== undefined
  )
}

/** Parts go through temporary files. */
function isOfTheDisk(error: Error): boolean {
  return /^(?:ENOSPC|EDQUOT|EIO|EROFS|EMFILE|EACCES)$/.test((error as NodeJS.ErrnoException).code ?? '')
}
