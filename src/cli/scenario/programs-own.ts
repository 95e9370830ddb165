import type { LeakRow } from '#engine/model/leak-rows.ts'

/** What an inspector's handles on objects are called in a capture. */
const HANDLE = 'DevTools console'
/** What else a browser has for an inspector. */
const INSPECTOR = /^blink::(?:DevToolsSession|Inspector\w*Agent)\b/
/** Playwright keeps a page's own globals under this name. */
const GLOBALS_OF_PAGE = 'builtins'
const PAGE = /^(?:Window|HTMLDocument)\b/
const NOTES = /^blink::HeapVectorBacking<.*(?:PerformanceEntry|NavigationHistoryEntry)/
/** Set by programs; all other entries of a timeline are the browser's notes. */
const MARKS: ReadonlySet<string> = new Set(['PerformanceMark', 'PerformanceMeasure'])

/**
 * Whether objects of a program's kind are its own: not kept by who watches it, by code that was compiled, or by the
 * browser's notes about the page, which all may grow with each round and stop some time.
 */
export function isProgramsOwn(row: LeakRow): boolean {
  return !isWatchers(row) && !isCompiled(row) && !isNote(row)
}

/** What whoever drives the page holds by an inspector, and does not reach through the page itself. */
export function isWatchers({ representative: { path } }: LeakRow): boolean {
  if (path.some(({ node, dominator }) => dominator && INSPECTOR.test(node.name))) return true
  const at = path.findIndex(({ edge }) => String(edge?.name).includes(HANDLE))
  if (at === -1) return false
  return !path.slice(at).some(({ edge, node }) => edge?.name === GLOBALS_OF_PAGE || PAGE.test(node.name))
}

/** Constants of functions that were compiled meanwhile, or compiled again. */
function isCompiled({ representative: { path } }: LeakRow): boolean {
  return (
    path.at(-2)?.node.kind === 'code' || path.some(({ node, dominator }) => dominator && node.kind === 'code')
  )
}

/** What a browser notes down about a page up to a limit: each request for `performance`, each place it was for `navigation`. */
function isNote({ className, representative: { path } }: LeakRow): boolean {
  return !MARKS.has(className) && path.some(({ node }) => NOTES.test(node.name))
}
