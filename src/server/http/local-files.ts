import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import type { Hono } from 'hono'
import type { Carried } from './parts.ts'

/** Files of this machine that the page is to open: exactly these, at addresses that nobody can guess. */
export class LocalFiles {
  readonly #files: readonly string[]
  readonly #folder = `local/${randomBytes(16).toString('base64url')}`

  constructor(files: readonly string[]) {
    this.#files = files
  }

  /** The address at which the page opens all of them, in their order. @param start that of the page */
  openedAt(start: string): string {
    const address = new URL(start)
    const urls = this.#files.map((file, i): [string, string] => {
      const { href } = new URL(`${this.#folder}/${i}/${encodeURIComponent(basename(file))}`, start)
      return ['url', href]
    })
    address.hash = new URLSearchParams(urls).toString()
    return address.href
  }

  /** The file at an address of ours, or null. */
  at(folder: string, index: string): string | null {
    return `local/${folder}` === this.#folder && /^\d+$/.test(index)
      ? (this.#files[Number(index)] ?? null)
      : null
  }
}

/** Hands out local files as they are, compressed or not. */
export function addLocalFiles(app: Hono<Carried>, files: LocalFiles): void {
  app.get('/local/:folder/:index/:name', async (context, next) => {
    const { folder, index } = context.req.param()
    const path = files.at(folder, index)
    const stats = path === null ? null : await stat(path).catch(() => null)
    if (path === null || !stats?.isFile()) return next()
    const body = context.req.method === 'HEAD' ? null : createReadStream(path)
    return context.newResponse(body && (Readable.toWeb(body) as ReadableStream), 200, {
      'Cache-Control': 'no-store',
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(stats.size),
    })
  })
}
