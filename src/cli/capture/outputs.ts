import { basename } from 'node:path'
import { UsageError } from '../input.ts'
import { whatIsAt } from '../write-beside.ts'

/** What says where captures go and how many there are. */
export interface OutputOptions {
  readonly output?: string
  readonly force?: boolean
  readonly series?: number
  readonly every?: number
  readonly json?: boolean
}

/** The captures that are wanted. */
export interface Plan {
  /** Where each goes; null keeps none, which only one can be. */
  readonly outputs: readonly (string | null)[]
  /** From the beginning of one to that of the next, in milliseconds. */
  readonly every: number
}

/** @throws UsageError where options are missing, or what would be written is there */
export async function planOf({ output, force, series, every }: OutputOptions): Promise<Plan> {
  if (series === undefined) {
    if (every !== undefined)
      throw new UsageError('--every is for a series: say how many captures with --series.')
    if (output !== undefined) await checkFree(output, force)
    return { outputs: [output ?? null], every: 0 }
  }
  if (every === undefined)
    throw new UsageError('--series wants --every, the time from one capture to the next.')
  if (output === undefined) throw new UsageError('--series wants -o, for what the captures are called.')
  const outputs = Array.from({ length: series }, (_, i) => numbered(output, i + 1, series))
  for (const path of outputs) await checkFree(path, force)
  return { outputs, every }
}

/** `app.heapsnapshot` becomes `app-1.heapsnapshot`; numbers are as long as the last, so that names sort. */
function numbered(path: string, number: number, count: number): string {
  const name = basename(path)
  const ending = /\.[^.]+(?:\.gz)?$/.exec(name)?.[0] ?? ''
  const at = path.length - (ending === name ? 0 : ending.length)
  return `${path.slice(0, at)}-${String(number).padStart(String(count).length, '0')}${path.slice(at)}`
}

async function checkFree(path: string, force = false): Promise<void> {
  const there = await whatIsAt(path)
  if (there === 'other') throw new UsageError(`${path} is not a file; name one with -o.`)
  if (there === 'file' && !force) throw new UsageError(`${path} exists; --force replaces it.`)
}
