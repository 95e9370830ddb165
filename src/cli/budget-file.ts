import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type ReadBudget, readBudget } from '#guard/read-budget.ts'
import { UsageError } from './input.ts'
import { formatName } from './text.ts'

type GoodBudget = Extract<ReadBudget, { readonly raw: unknown }>

/** The budget in a file. @throws UsageError where there is none, or it is wrong */
export async function budgetAt(path: string): Promise<GoodBudget> {
  const text = await textOfBudget(path)
  if (text !== null) return budgetIn(text, path)
  throw new UsageError(`There is no budget ${nameOf(path)}; check --update writes one.`)
}

/** Null where there is no such file. @throws UsageError where it cannot be read */
export async function textOfBudget(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new UsageError(`The budget ${nameOf(path)} cannot be read; name another one.`)
  })
}

/** @throws UsageError with all that is wrong, a line each */
export function budgetIn(text: string, path: string): GoodBudget {
  const read = readBudget(text)
  if ('budget' in read) return read
  const lines = read.faults.map((fault) => `${nameOf(path)}: ${formatName(fault, Infinity)}`)
  throw new UsageError(lines.join('\nerror: '))
}

function nameOf(path: string): string {
  return formatName(basename(path))
}
