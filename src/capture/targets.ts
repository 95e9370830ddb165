import CDP from 'chrome-remote-interface'
import { type Address, addressText } from './address.ts'
import { CaptureError, TargetError } from './capture-error.ts'

/** What an inspector offers: a page, a worker of one, or a Node process. */
export interface Target {
  /** `node`, `page`, `iframe`, `worker`, `service_worker` and others. */
  readonly type: string
  readonly title: string
  readonly url: string
  /** Where its inspector is spoken to. */
  readonly socket: string
}

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
  const { host, port } = address
  const all = await CDP.List({ host, port }).catch((error: unknown) => {
    throw new CaptureError(whyNone(error, address, advice), { cause: error })
  })
  if (!Array.isArray(all)) throw new CaptureError(noInspector(address))
  return all
    .filter(({ type, webSocketDebuggerUrl }) => webSocketDebuggerUrl && (type === 'node' || KINDS.has(type)))
    .map(({ type, title, url, webSocketDebuggerUrl }) => ({ type, title, url, socket: webSocketDebuggerUrl }))
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
