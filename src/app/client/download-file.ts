import { HeapError } from '#engine/base/error.ts'
import { blobFrom } from '#sharing/blob-sink.ts'
import { formatBytes } from '../ui/format.ts'
import { readUrlSource, type UrlSource } from '../url/url-source.ts'
import { sentName } from './sent-name.ts'

/** A refusal by the page's policy is told by an event, which may come a moment after the request has failed. */
const POLICY_MS = 100

/** Told how many bytes are there; `total` is 0 where the server does not say. */
export type DownloadProgress = (done: number, total: number) => void

type Address = Pick<UrlSource, 'href' | 'origin' | 'host' | 'name' | 'isOwn'>

/**
 * Loads a file into a Blob, of which the page holds a small part at a time. Nothing goes along: no cookies to other
 * hosts, no address of the page but its origin; and no copy stays in the browser's cache.
 * @param page the folder of the page
 * @throws HeapError `not-found`, `cut-off`, `unreadable`, `cancelled`
 */
export async function downloadFile(
  address: Address,
  page: string,
  progress: DownloadProgress,
  signal: AbortSignal,
): Promise<File> {
  const response = await request(address, signal)
  if (!response.ok) throw refusal(address, response.status)
  // A redirection may lead where a link may not.
  if (response.redirected) readUrlSource(`url:${response.url}`, page)
  const total = Number(response.headers.get('Content-Length') ?? 0)
  const contents = await blobFrom(chunksOf(response, address, total, progress, signal))
  const name = sentName(response.headers.get('Content-Disposition')) ?? address.name
  const written = Date.parse(response.headers.get('Last-Modified') ?? '')
  return new File([contents], name, { lastModified: Number.isNaN(written) ? 0 : written })
}

async function request({ href, host, origin, isOwn }: Address, signal: AbortSignal): Promise<Response> {
  const policy = watchPolicy(origin)
  try {
    return await fetch(href, {
      // The page's own server must not pass the request on to somebody that nobody was asked about.
      mode: isOwn ? 'same-origin' : 'cors',
      credentials: isOwn ? 'same-origin' : 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal,
    })
  } catch {
    if (signal.aborted) throw cancelled()
    if (await policy.hasRefused()) throw forbidden(host, origin)
    if (isOwn)
      throw unreadable(`The server of this page did not answer, or sent the request elsewhere: ${href}.`)
    throw unreadable(
      `${host} cannot be reached, or does not let this page read the file (CORS): download the file and drop it here, or have ${host} allow ${location.origin}.`,
    )
  } finally {
    policy.stop()
  }
}

async function* chunksOf(
  { body }: Response,
  { host }: Address,
  stated: number,
  progress: DownloadProgress,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  let done = 0
  // What was compressed on the way is longer than the server said.
  const tell = () => progress(done, done > stated ? 0 : stated)
  tell()
  if (!reader) return
  for (;;) {
    const piece = await reader.read().catch(() => {
      throw signal.aborted ? cancelled() : brokenOff(host, done, stated)
    })
    if (piece.done) return
    done += piece.value.length
    tell()
    yield piece.value
  }
}

/** Listens for whether the page's policy refuses requests to an origin, which a failed request itself does not tell. */
function watchPolicy(origin: string) {
  let refused = false
  const note = ({ blockedURI, effectiveDirective }: SecurityPolicyViolationEvent) => {
    if (effectiveDirective === 'connect-src' && originIn(blockedURI) === origin) refused = true
  }
  document.addEventListener('securitypolicyviolation', note)
  return {
    hasRefused: async () => {
      if (!refused) await new Promise((resolve) => setTimeout(resolve, POLICY_MS))
      return refused
    },
    stop: () => document.removeEventListener('securitypolicyviolation', note),
  }
}

function originIn(address: string): string | null {
  return URL.canParse(address) ? new URL(address).origin : null
}

function refusal({ href, host }: Address, status: number): HeapError {
  if (status === 404 || status === 410)
    return new HeapError(
      'not-found',
      `There is nothing at ${href} (${host} answers ${status}): check the address, or ask who made the link.`,
    )
  if (status === 401 || status === 403)
    return unreadable(
      `${host} does not hand this file out to everybody (it answers ${status}), and no sign-in goes along: download the file and drop it here.`,
    )
  return unreadable(`${host} did not send the file (it answers ${status}): try again later.`)
}

function forbidden(host: string, origin: string): HeapError {
  return unreadable(
    `The server of this page does not let it load anything from ${host}: download the file and drop it here, or have ${origin} added to the server’s HEAPSCOPE_URL_ORIGINS.`,
  )
}

function brokenOff(host: string, done: number, total: number): HeapError {
  const of = total > done ? ` of ${formatBytes(total)}` : ''
  return new HeapError(
    'cut-off',
    `The download from ${host} broke off after ${formatBytes(done)}${of}: try again.`,
  )
}

function unreadable(message: string): HeapError {
  return new HeapError('unreadable', message)
}

function cancelled(): HeapError {
  return new HeapError('cancelled', 'Loading was cancelled.')
}
