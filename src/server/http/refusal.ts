import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ProblemCode } from '#protocol/share-api.ts'
import { StoreUnavailable } from '../store/share-store.ts'

const STATUS: Readonly<Record<ProblemCode, ContentfulStatusCode>> = {
  gone: 404,
  expired: 410,
  incomplete: 409,
  'bad-request': 400,
  unauthorized: 403,
  'too-big': 413,
  'over-quota': 507,
  'too-many': 429,
  damaged: 500,
  unavailable: 503,
}

/** After how many seconds what is unavailable is worth another try. */
const TRY_AGAIN_S = 10

interface More {
  /** Where the usual status of the code does not fit. */
  readonly status?: ContentfulStatusCode
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** Why a request is not answered, as the client is told. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: ProblemCode
  readonly status: ContentfulStatusCode
  readonly headers: Readonly<Record<string, string>>

  /** @param message one sentence for people, without anything that only we know */
  constructor(code: ProblemCode, message: string, { status, headers, cause }: More = {}) {
    super(message, { cause })
    this.code = code
    this.status = status ?? STATUS[code]
    this.headers = headers ?? {}
  }
}

export function gone(): Refusal {
  return new Refusal('gone', 'There is no such share, or it was deleted.')
}

export function unavailable(message: string, cause: unknown): Refusal {
  return new Refusal('unavailable', message, { headers: { 'Retry-After': String(TRY_AGAIN_S) }, cause })
}

/** What the client is told about any error: of ours it learns nothing but that they happened. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof StoreUnavailable || isOfSystem(error)) {
    return unavailable('The server cannot reach its storage at the moment; try again later.', error)
  }
  return new Refusal('unavailable', 'The server made a mistake; it has been noted.', {
    status: 500,
    cause: error,
  })
}

/** A full disk, too many open files and the like. */
function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'errno' in error
}
