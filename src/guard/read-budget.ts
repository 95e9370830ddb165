import { NODE_TABLE } from '#engine/analyses/node-fields.ts'
import { HeapError } from '#engine/base/error.ts'
import { parseFilter } from '#engine/query/parse-filter.ts'
import type { z } from 'zod'
import { type Budget, BudgetSchema } from './budget.ts'
import { keyPath, type Keys } from './key-path.ts'

/** A budget that was read, or what is wrong with it: a sentence each. */
export type ReadBudget =
  | { readonly budget: Budget; readonly raw: Record<string, unknown> }
  | { readonly faults: readonly string[] }

const LONGEST_SHOWN = 60

/**
 * Reads the text of a budget file. Keys `//` and those that begin with `// ` are comments, anywhere.
 * @returns with the budget the object as it was written, comments included
 */
export function readBudget(text: string): ReadBudget {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (error) {
    return { faults: [notJson(text, error)] }
  }
  const plain = withoutComments(raw)
  const parsed = BudgetSchema.safeParse(plain)
  if (!parsed.success) return { faults: told(parsed.error.issues).flatMap((issue) => faultsOf(issue, plain)) }
  const faults = Object.keys(parsed.data.filters ?? {}).flatMap(filterFault)
  return faults.length > 0 ? { faults } : { budget: parsed.data, raw: raw as Record<string, unknown> }
}

/** Whether a key of a budget holds a comment. */
export function isComment(key: string): boolean {
  return key === '//' || key.startsWith('// ')
}

function withoutComments(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const kept = Object.entries(value).filter(([key]) => !isComment(key))
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutComments(inner)]))
}

/** Where a key is wrong, it says nothing that others are missing. */
function told(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const wrong = new Set(
    issues.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => keyPath(path as Keys)),
  )
  return issues.filter(({ code, path }) => code !== 'custom' || !wrong.has(keyPath(path as Keys)))
}

function faultsOf(issue: z.core.$ZodIssue, whole: unknown): string[] {
  const path = issue.path as Keys
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(
        (key) => `${keyPath([...path, key])}: there is no such key, only ${issue.message}.`,
      )
    case 'invalid_key':
      return [`${keyPath(path)}: ${issue.message} is expected as the key.`]
    default:
      return [`${keyPath(path)}: ${issue.message} is expected, not ${shown(valueAt(whole, path))}.`]
  }
}

function valueAt(whole: unknown, path: Keys): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], whole)
}

function shown(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
}

function filterFault(filter: string): string[] {
  try {
    parseFilter(filter, NODE_TABLE)
    return []
  } catch (error) {
    if (!(error instanceof HeapError)) throw error
    return [`${keyPath(['filters', filter])}: ${error.message}`]
  }
}

/** Engines name the place in different ways, or not at all. */
function notJson(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const position = /at position (\d+)/.exec(message)?.[1]
  if (text.trim() === '') return 'it is empty; {} is the least that is JSON.'
  if (position === undefined) return 'it is not JSON: it ends too early.'
  const before = text.slice(0, Number(position)).split('\n')
  return `it is not JSON from line ${before.length}, character ${before.at(-1)!.length + 1} on.`
}
