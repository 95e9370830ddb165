import { create } from 'zustand'
import { byRank } from '#engine/model/finding-rank.ts'
import { HeapError } from '#engine/base/error.ts'
import type { FindingRow, RuleRow } from '#engine/model/finding-rows.ts'
import { askWhile, heapStore, shownCapture } from './heap-store.ts'
import { libraryLists } from './libraries.ts'
import type { OpenCapture } from './open-capture.ts'
import { currentPlace } from './place-store.ts'
import { recentStore } from './recent-store.ts'

/** What the rules have found in the capture that is shown, so far. */
export interface Findings {
  readonly status: 'waiting' | 'looking' | 'stopped' | 'done' | 'failed'
  /** Those for this heap, in the order they are tried; null until known. */
  readonly rules: readonly RuleRow[] | null
  /** How many of them have been tried. */
  readonly tried: number
  /** The worst first. */
  readonly rows: readonly FindingRow[]
  /** Rules that could not be tried, with the reason. */
  readonly failures: readonly { readonly rule: RuleRow; readonly reason: string }[]
  /** Why no rule can be tried; set when `status` is `failed`. */
  readonly error: HeapError | null
}

const NONE: Findings = { status: 'waiting', rules: null, tried: 0, rows: [], failures: [], error: null }

export const findingsStore = create<Findings>(() => NONE)

/** A part of what was found, kept up to date in a component. */
export function useFindings<Part>(select: (findings: Findings) => Part): Part {
  return findingsStore(select)
}

let looking = new AbortController()
/** What the rules were told last that libraries are. */
let libraries: readonly string[] = []
/** The capture that the store tells of. */
let about: OpenCapture | null = null

/** Tries the rules on each capture that is shown, once it is ready, and again when more has become known of it. */
export function followFindings(): void {
  heapStore.subscribe(({ capture, status }, before) => {
    if (capture === before.capture && status === before.status) return
    looking.abort()
    const shown = status === 'ready' ? shownCapture() : null
    // What is known stays until all of it is known anew: a base may have been put beside the capture.
    const stays = shown !== null && shown === about && findingsStore.getState().status === 'done'
    about = shown
    if (!stays) findingsStore.setState(NONE)
    if (shown) void look(stays ? 'at the end' : 'as they come')
  })
  libraryLists.store.subscribe(lookAgainWhereLibrariesChanged)
  // What a capture is called changes with them, and so which libraries are its own.
  recentStore.subscribe(lookAgainWhereLibrariesChanged)
}

function lookAgainWhereLibrariesChanged(): void {
  const { status } = findingsStore.getState()
  if (status === 'waiting' || status === 'failed' || isSame(libraries, librariesHere())) return
  looking.abort()
  if (status !== 'done') findingsStore.setState(NONE)
  void look(status === 'done' ? 'at the end' : 'as they come')
}

function librariesHere(): readonly string[] {
  return libraryLists.of(currentPlace().source)
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((part, i) => part === b[i])
}

/** Stops trying rules; what was found stays. */
export function stopFindings(): void {
  looking.abort()
  findingsStore.setState({ status: 'stopped' })
}

/** Goes on with the rules that were not tried yet, or tries them again where that was impossible. */
export function resumeFindings(): void {
  void look('as they come')
}

async function look(when: 'as they come' | 'at the end'): Promise<void> {
  looking = new AbortController()
  const { signal } = looking
  libraries = librariesHere()
  const begun = findingsStore.getState()
  let found: Findings =
    when === 'as they come' ? { ...begun, status: 'looking', error: null } : { ...NONE, status: 'looking' }
  const tell = (change: Partial<Findings>) => {
    found = { ...found, ...change }
    if (!signal.aborted && (when === 'as they come' || found.status !== 'looking')) {
      findingsStore.setState(found)
    }
  }
  tell({})
  try {
    const rules = found.rules ?? (await askWhile({ signal }, 'findingRules'))
    tell({ rules })
    for (const rule of rules.slice(found.tried)) {
      const result = await tryRule(rule, signal)
      if (signal.aborted) return
      tell({
        tried: found.tried + 1,
        rows: [...found.rows, ...result.rows].sort(byRank),
        failures:
          result.reason === null ? found.failures : [...found.failures, { rule, reason: result.reason }],
      })
    }
    tell({ status: 'done' })
  } catch (error) {
    tell({ status: 'failed', error: asHeapError(error) })
  }
}

/** One rule that cannot be tried must not hide what the others find. */
async function tryRule(
  rule: RuleRow,
  signal: AbortSignal,
): Promise<{ readonly rows: readonly FindingRow[]; readonly reason: string | null }> {
  try {
    return { rows: await askWhile({ signal }, 'findingsOf', rule.name, libraries), reason: null }
  } catch (error) {
    return { rows: [], reason: asHeapError(error).message }
  }
}

function asHeapError(error: unknown): HeapError {
  return error instanceof HeapError ? error : new HeapError('unreadable', String(error))
}
