import type { LeakRow } from '#engine/model/leak-rows.ts'

/** What the inspector's handles are called in a capture. */
const INSPECTOR = 'DevTools console'
/** Playwright keeps a page's own globals under this name, and what hangs on them is the page's. */
const GLOBALS_OF_PAGE = 'builtins'
/** Set by programs; all other entries of a timeline are the browser's notes. */
const MARKS: ReadonlySet<string> = new Set(['PerformanceMark', 'PerformanceMeasure'])

/**
 * Whether objects of a program's kind are its own: not kept by who watches it, by code that was compiled, or by the
 * browser's notes about the page, which all may grow with each round and stop some time.
 */
export function isProgramsOwn(row: LeakRow): boolean {
  return !isWatchers(row) && !isCompiled(row) && !isNote(row)
}

/** What whoever drives the page holds by an inspector's handle. */
function isWatchers({ representative: { path } }: LeakRow): boolean {
  const at = path.findIndex(({ edge }) => String(edge?.name).includes(INSPECTOR))
  return at !== -1 && !path.slice(at).some(({ edge }) => edge?.name === GLOBALS_OF_PAGE)
}

/** Constants of functions that were compiled meanwhile, or compiled again. */
function isCompiled({ representative: { path } }: LeakRow): boolean {
  return (
    path.at(-2)?.node.kind === 'code' || path.some(({ node, dominator }) => dominator && node.kind === 'code')
  )
}

/** What a browser notes down for a page's `performance`, as each request, up to a limit. */
function isNote({ className, representative: { path } }: LeakRow): boolean {
  if (MARKS.has(className)) return false
  return path.some(({ node }) => /^blink::HeapVectorBacking<.*PerformanceEntry/.test(node.name))
}
