import type { z } from 'zod'
import {
  API,
  type ApiProblem,
  apiProblem,
  serverConfig,
  type ServerConfig,
  shareInfo,
  type ShareInfo,
} from '#protocol/share-api.ts'
import { isPassing, ShareError } from './share-error.ts'

/** How often a download that broke goes on where it stopped, and ms before the first time; doubled from time to time. */
const TRIES = 6
const FIRST_WAIT_MS = 500

/** @param server the folder of the server's page, with a slash at its end */
export async function readConfig(server: string, signal?: AbortSignal): Promise<ServerConfig> {
  return parsed(serverConfig, await ask(server, API.config, { signal: signal ?? null }), server)
}

/** @throws ShareError `gone`, `expired`, … */
export async function readInfo(server: string, id: string, signal?: AbortSignal): Promise<ShareInfo> {
  return parsed(shareInfo, await ask(server, API.share(id), { signal: signal ?? null }), server)
}

/** Deletes a share for everybody; fine where it is gone already. @throws ShareError */
export async function deleteShare(server: string, id: string, token: string): Promise<void> {
  await ask(server, API.share(id), { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } })
}

/**
 * The bytes of a share as they come. Where the network breaks, it goes on from the byte where it stopped, a few times.
 * @param bytes its length, as `readInfo` says
 * @throws ShareError `offline` where it stays broken, `cut-off` where the server has less than it said
 */
export async function* download(
  server: string,
  { id, bytes }: Pick<ShareInfo, 'id' | 'bytes'>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let at = 0
  let tries = 0
  while (at < bytes) {
    const before = at
    try {
      for await (const chunk of partFrom(server, id, at, signal)) {
        at += chunk.length
        yield chunk
      }
      if (at < bytes) throw lost(server)
    } catch (error) {
      if (signal.aborted || !(error instanceof ShareError) || !isPassing(error)) throw error
      tries = at > before ? 1 : tries + 1
      if (tries > TRIES) throw error
      await wait(FIRST_WAIT_MS * 2 ** (tries - 1), signal)
    }
  }
}

async function* partFrom(
  server: string,
  id: string,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const headers: Record<string, string> = from > 0 ? { Range: `bytes=${from}-` } : {}
  const response = await ask(server, API.content(id), { headers, signal })
  if (from > 0 && response.status !== 206)
    throw new ShareError(
      'no-server',
      `${server} cannot go on with a download that broke; open the link again.`,
    )
  const reader = response.body?.getReader()
  if (!reader) return
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw signal.aborted ? cancelled(error) : lost(server)
      })
      if (done) return
      yield value
    }
  } finally {
    // Fails where the connection is gone already.
    await reader.cancel().catch(() => {})
  }
}

async function ask(server: string, path: string, request: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(new URL(path, server), {
      ...request,
      credentials: 'same-origin',
      cache: 'no-store',
    })
  } catch (error) {
    throw request.signal?.aborted ? cancelled(error) : lost(server)
  }
  if (response.ok) return response
  throw problemOf(
    response.status,
    await response.text().catch(() => ''),
    response.headers.get('Retry-After'),
    server,
  )
}

/** What a refusal says. A server that is none of ours has no problem to tell. */
export function problemOf(
  status: number,
  body: string,
  retryAfter: string | null,
  server: string,
): ShareError {
  if (status === 416)
    return new ShareError(
      'cut-off',
      `The server at ${server} has only a part of this share; ask for it to be shared again.`,
    )
  const problem = problemIn(body)
  const seconds = Number(retryAfter ?? Number.NaN)
  if (problem)
    return new ShareError(problem.code, problem.message, Number.isFinite(seconds) ? seconds : undefined)
  // Locked: another request for the same is still being ended.
  if (status >= 500 || status === 423)
    return new ShareError(
      'unavailable',
      `The server at ${server} is out of order (${status}); try again later.`,
    )
  return new ShareError('no-server', `There is no sharing server at ${server} (it answers ${status}).`)
}

function problemIn(body: string): ApiProblem | null {
  try {
    return apiProblem.parse(JSON.parse(body))
  } catch {
    return null
  }
}

async function parsed<Schema extends z.ZodType>(
  schema: Schema,
  response: Response,
  server: string,
): Promise<z.output<Schema>> {
  try {
    return schema.parse(await response.json())
  } catch {
    throw new ShareError(
      'no-server',
      `There is no sharing server at ${server}: what it answers is something else.`,
    )
  }
}

function lost(server: string): ShareError {
  return new ShareError('offline', `The connection to ${server} is lost; check the network and try again.`)
}

function cancelled(cause: unknown): ShareError {
  const error = new ShareError('cancelled', 'It was cancelled.')
  error.cause = cause
  return error
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(cancelled(signal.reason))
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal.addEventListener('abort', stop, { once: true })
  })
}
