import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Hono } from 'hono'
import { CaptureError } from '#capture/capture-error.ts'
import { localTargets, type Reachable } from '#capture/local-targets.ts'
import { LOCAL_FRAGMENT } from '#protocol/local-capture.ts'
import type { Carried, RequestContext } from './parts.ts'
import { Refusal } from './refusal.ts'
import { bearerOf, isSame } from './secrets.ts'

/** Leave to capture processes of this machine, for who has the address that was said. */
export class LocalCaptures {
  /** 128 random bits. */
  readonly #token = randomBytes(16).toString('base64url')

  /** The address at which the page may capture. @param start that of the page, with what it is to show */
  openedAt(start: string): string {
    const address = new URL(start)
    const shown = address.hash.slice(1)
    address.hash = `${LOCAL_FRAGMENT}${this.#token}${shown && `&${shown}`}`
    return address.href
  }

  /** @throws Refusal where a request does not show the token */
  check(context: RequestContext): void {
    const token = bearerOf(context.req.header('Authorization'))
    if (token === null || !isSame(token, this.#token)) {
      throw new Refusal('unauthorized', 'Open the address that the server said when it started.')
    }
  }
}

/** Lists what can be captured, and captures it. */
export function addLocalCaptures(app: Hono<Carried>, captures: LocalCaptures): void {
  app.get('/api/local', async (context) => {
    captures.check(context)
    return context.json({ targets: (await localTargets()).map(({ target }) => target) })
  })

  app.post('/api/local/:id', async (context) => {
    captures.check(context)
    const { id } = context.req.param()
    const found = (await localTargets()).find(({ target }) => target.id === id)
    if (!found) throw new Refusal('gone', 'This process has ended.')
    const bytes = await taken(found, context.req.raw.signal)
    return context.newResponse(Readable.toWeb(Readable.from(bytes)) as ReadableStream, 200, {
      'Content-Type': 'application/octet-stream',
    })
  })
}

async function taken({ take }: Reachable, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  try {
    return await take(signal)
  } catch (error) {
    if (error instanceof CaptureError) throw new Refusal('bad-request', error.message, { status: 409 })
    throw error
  }
}
