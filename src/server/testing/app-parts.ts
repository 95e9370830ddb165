import { rmSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, createApp } from '../http/app.ts'
import { limitsOf } from '../http/rate-limits.ts'
import { createLog } from '../log.ts'
import { Metrics } from '../metrics.ts'
import { openStores, type Stores } from '../open-stores.ts'
import { readSettings } from '../settings.ts'

/** The page as the build makes it, in short. */
const PAGE = `<!doctype html><title>Heapscope</title>
<link rel="icon" href="./icon.svg" /><script type="module" crossorigin src="./assets/index-1a2b.js"></script>`

/** A whole server for tests, over a real database and a real folder; the clock, the stores and the log are theirs. */
export interface TestServer {
  readonly app: App
  /** The folder of what it keeps. */
  readonly data: string
  readonly stores: Stores
  /** What was logged. */
  readonly lines: Record<string, unknown>[]
  /** Moves the clock. */
  advance(ms: number): void
  now(): Date
  close(): Promise<void>
}

interface TestServerOptions {
  /** Puts something between the server and its stores. */
  readonly wrap?: (stores: Stores) => Stores
  /** The folder of the page, where it is not the usual one. */
  readonly root?: string
}

/** @param environment settings beyond the folder */
export async function openTestServer(
  environment: Record<string, string> = {},
  { wrap = (stores) => stores, root }: TestServerOptions = {},
): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'heapscope-app-'))
  writeFileSync(join(folder, 'index.html'), PAGE)
  const data = join(folder, 'data')
  const { settings } = readSettings({ HEAPSCOPE_DATA: data, ...environment })
  const stores = wrap(await openStores(settings))
  const lines: Record<string, unknown>[] = []
  const log = createLog('debug', { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[0]) })
  let passed = 0
  const now = () => new Date(Date.now() + passed)
  const metrics = new Metrics(() => stores)
  const limits = limitsOf(settings.rates)
  const parts = { root: root ?? folder, settings, stores: () => stores, limits, metrics, log, now }
  const app = createApp({ ...parts, localFiles: null, localCaptures: null })
  return {
    app,
    data,
    stores,
    lines,
    now,
    advance: (ms) => void (passed += ms),
    close: async () => {
      await stores.store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
