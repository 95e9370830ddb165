import { basename } from 'node:path'
import type { Io } from '../io.ts'
import { leaksJson } from '../commands/leaks-json.ts'
import { leaksText } from '../commands/leaks-text.ts'
import type { Leaks } from '../commands/leaks.ts'
import { formatCount, paintFor } from '../text.ts'
import type { FoundLeaks } from './found-leaks.ts'

/** What a run found. */
export interface RunResult extends FoundLeaks {
  readonly scenario: string
  /** Whether a first load was looked at, without round trips. */
  readonly isLoad: boolean
  readonly rounds: number
  /** Whether the scenario's leakFilter decided. */
  readonly byFilter: boolean
  readonly against: Leaks['against']
  /** How many clusters are listed; by custom the leaks for people, all for programs. */
  readonly top: number | undefined
}

/** How many leaks people see unless they ask for another number. */
const DEFAULT_TOP = 10

export function runJson({
  page,
  pairs,
  against,
  top = Infinity,
  scenario,
  rounds,
  leaks,
}: RunResult): string {
  const run = {
    scenario: basename(scenario),
    rounds,
    leaks: leaks.map(({ fingerprint }) => fingerprint),
  }
  return leaksJson({ page, pairs, top, against }, { run })
}

export function runText(result: RunResult, io: Io): string {
  const { page, pairs, against, top, leaks } = result
  const listed = top ?? Math.min(leaks.length, DEFAULT_TOP)
  return `${leaksText({ page, pairs, top: listed, against }, io)}\n${paintFor(io).strong(verdict(result))}\n`
}

function verdict({ leaks: { length }, isLoad, rounds, byFilter }: RunResult): string {
  const leaks = length === 1 ? '1 leak' : `${formatCount(length)} leaks`
  const clusters = length === 1 ? 'a cluster' : 'clusters'
  const among = isLoad ? 'in the page as it was loaded' : 'among what stays'
  if (byFilter) {
    if (length === 0) return `No leak: leakFilter finds none ${among}.`
    return `${leaks}: ${clusters} of objects that leakFilter finds ${among}.`
  }
  if (isLoad) {
    if (length === 0) return `No leak: no detached element and no unmounted fiber is kept ${among}.`
    return `${leaks}: ${clusters} of detached elements or unmounted fibers that are kept ${among}.`
  }
  const trips = rounds === 1 ? 'the round trip' : `each of ${formatCount(rounds)} round trips`
  if (length === 0) return `No leak: no cluster of the program's has an object for ${trips}.`
  return `${leaks}: ${length === 1 ? 'a cluster has' : 'clusters have'} an object or more for ${trips}.`
}
