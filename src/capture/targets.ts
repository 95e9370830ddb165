import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { z } from 'zod'
import { type Address, addressText } from './address.ts'
import { CaptureError, TargetError } from './capture-error.ts'

/** What an inspector offers: a page, a worker of one, or a Node process. */
export interface Target {
  /** `node`, `page`, `iframe`, `worker`, `service_worker` and others. */
  readonly type: string
  readonly url: string
  /** Where its inspector is spoken to. */
  readonly socket: string
}

const PATIENCE_MS = 5000
/** A list of thousands of pages is shorter. */
const MOST_BYTES = 4 << 20

/** What an inspector answers; one that another client holds has no address. */
const LIST = z.array(
  z.object({ type: z.string(), url: z.string(), webSocketDebuggerUrl: z.url().optional() }),
)

/** What can be captured. */
const KINDS: ReadonlySet<string> = new Set([
  'page',
  'webview',
  'background_page',
  'iframe',
  'worker',
  'shared_worker',
  'service_worker',
])

/**
 * What can be captured at an address: of Node the process alone, of a browser its pages, frames and workers.
 * @param advice what to do where nothing listens
 * @throws CaptureError where nothing listens there, or no inspector does
 */
export async function targetsAt(address: Address, advice = 'check the port'): Promise<readonly Target[]> {
  const text = await asked(address).catch((error: unknown) => {
    throw new CaptureError(whyNone(error, address, advice), { cause: error })
  })
  return targetsIn(text, address).filter(({ type }) => type === 'node' || KINDS.has(type))
}

/** What is at an address is asked by HTTP, in any way an inspector answers and nothing else need understand. */
async function asked({ host, port }: Address): Promise<string> {
  const request = get({ host, port, path: '/json/list', agent: false, timeout: PATIENCE_MS })
  request.on('timeout', () => request.destroy(new Error('It does not answer.')))
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    if (bytes > MOST_BYTES) break
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** @throws CaptureError where this is no list of targets */
function targetsIn(text: string, address: Address): Target[] {
  try {
    return LIST.parse(JSON.parse(text)).flatMap(({ type, url, webSocketDebuggerUrl }) => {
      if (webSocketDebuggerUrl === undefined) return []
      // Spoken to where it was asked for, whatever it calls itself.
      const socket = `ws://${addressText(address)}${new URL(webSocketDebuggerUrl).pathname}`
      return [{ type, url, socket }]
    })
  } catch (error) {
    throw new CaptureError(noInspector(address), { cause: error })
  }
}

function whyNone(error: unknown, address: Address, advice: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ECONNREFUSED') return `Nothing listens at ${addressText(address)}; ${advice}.`
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'ETIMEDOUT') {
    return `${addressText(address)} cannot be reached.`
  }
  return noInspector(address)
}

function noInspector(address: Address): string {
  return `What listens at ${addressText(address)} is no inspector; check the port.`
}

/** The one Node process among targets. @throws TargetError where there is none */
export function nodeAmong(targets: readonly Target[], address: Address): Target {
  const node = targets.find(({ type }) => type === 'node')
  if (node) return node
  throw new TargetError(
    `What listens at ${addressText(address)} is not Node; for a browser there is capture chrome.`,
  )
}

/**
 * The page that a pattern names: a part of its address, `*` for anything in between; without one, the only page there
 * is. Where no page has such an address, frames and workers are looked at.
 * @throws TargetError where it names none or several, with what there is
 */
export function pageAmong(targets: readonly Target[], pattern: string | null, address: Address): Target {
  const all = targets.filter(({ type }) => type !== 'node')
  const pages = all.filter(({ type, url }) => type === 'page' && !url.startsWith('devtools:'))
  if (all.length === 0) throw new TargetError(`${addressText(address)} has no page open.`)
  const matching = pattern === null ? () => true : matches(pattern)
  const found = [pages, pattern === null && pages.length > 0 ? [] : all]
    .map((some) => some.filter(({ url }) => matching(url)))
    .find((some) => some.length > 0)
  if (found?.length === 1) return found[0]!
  if (found) {
    throw new TargetError(
      `${found.length} ${pattern === null ? 'pages are open' : `addresses match ${pattern}`}; name one with --page: ${listed(found)}.`,
    )
  }
  throw new TargetError(`No page matches ${pattern}; there is ${listed(pages.length > 0 ? pages : all)}.`)
}

function matches(pattern: string): (url: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, String.raw`\$&`))
  const expression = new RegExp(parts.join('.*'), 'is')
  return (url) => expression.test(url)
}

function listed(targets: readonly Target[]): string {
  return targets
    .map(({ type, url }) => (type === 'page' ? url : `${url} (${type.replace('_', ' ')})`))
    .join(', ')
}
