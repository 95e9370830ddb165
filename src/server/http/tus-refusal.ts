import { ERRORS } from '@tus/server'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { gone, Refusal, refusalOf, unavailable } from './refusal.ts'

type TusError = Error | { readonly status_code: number; readonly body: string }

/** What tus says of an error, in the words of our interface. */
export function refusalOfTus(error: TusError): Refusal {
  if (!('status_code' in error)) return refusalOf(error)
  switch (error.body) {
    case ERRORS.FILE_WRITE_ERROR.body:
      return unavailable('The server could not write the upload; go on with it later.', reasonOf(error))
    case ERRORS.ABORTED.body:
    case ERRORS.ERR_LOCK_TIMEOUT.body:
      return unavailable('Another request is busy with this upload; try again.', reasonOf(error))
    default:
      return refusalOfStatus(error.status_code, reasonOf(error))
  }
}

/** What a status of tus means, where there is no error that says more. */
export function refusalOfStatus(status: number, cause?: unknown): Refusal {
  switch (status) {
    case 404:
    case 410:
      return gone()
    case 409:
      return badRequest('The upload has another length than the request says; ask for it first.', 409, cause)
    case 412:
      return badRequest('The request is not one of tus 1.0.', 412, cause)
    case 413:
      return new Refusal('too-big', 'The file is larger than this server takes, or than was announced.', {
        cause,
      })
    case 501:
      return badRequest('The length of an upload must be known from the start.', 400, cause)
    default:
      return status < 500
        ? badRequest('The request has a header that is missing or wrong.', 400, cause)
        : refusalOf(cause)
  }
}

function badRequest(message: string, status: ContentfulStatusCode, cause: unknown): Refusal {
  return new Refusal('bad-request', message, { status, cause })
}

/** Errors of tus are plain values. */
function reasonOf(error: TusError): unknown {
  return error instanceof Error ? error : new Error(('body' in error ? error.body : '').trim())
}
