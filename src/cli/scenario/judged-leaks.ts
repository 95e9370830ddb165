import process from 'node:process'
import { Readable, Writable } from 'node:stream'
import type { LeakRow } from '#engine/model/leak-rows.ts'
import { parseFilter } from '#engine/query/parse-filter.ts'
import { LEAK_TABLE } from '#engine/questions/leak-list.ts'
import { describeKnown } from '#protocol/leak-file.ts'
import { clusterText } from '../commands/leaks-text.ts'
import type { Io } from '../io.ts'
import type { Scratch } from '../scratch.ts'
import { nodeHost } from '../task-host.ts'
import { formatCount, paintFor } from '../text.ts'
import type { LeakedObjects } from './expect-no-leak.ts'
import { foundLeaks, type LeakRules } from './found-leaks.ts'

const MOST_SHOWN = 5
const FINGERPRINT = /^[0-9a-f]{16}$/

/** Refuses what is neither a fingerprint nor a filter. @throws HeapError `bad-filter` */
export function checkIgnored(ignore: readonly string[]): void {
  for (const filter of filtersIn(ignore)) parseFilter(filter, LEAK_TABLE)
}

function filtersIn(ignore: readonly string[]): string[] {
  return ignore.filter((text) => !FINGERPRINT.test(text))
}

/**
 * The leaks in three captures that are not ignored, and a message that names them.
 * @param rounds how many objects a leak has at least
 * @param ignore as `checkIgnored` lets it pass
 * @throws InputError
 */
export async function judgedLeaks(
  files: readonly string[],
  rounds: number,
  ignore: readonly string[],
  scratch: Scratch,
): Promise<{ leaks: readonly LeakedObjects[]; message: string }> {
  const io = quietIo(scratch)
  const rules: LeakRules = { rounds, isLeak: () => true, filters: null, ofLoad: false }
  const { leaks, last, keys } = await foundLeaks(files, rules, io)
  const ignored = new Set(ignore.filter((text) => FINGERPRINT.test(text)))
  for (const filter of filtersIn(ignore)) {
    const { rows } = await last.ask('leaks', [keys, { start: 0, end: Infinity, filter }], nodeHost())
    for (const { fingerprint } of rows) ignored.add(fingerprint)
  }
  const left = leaks.filter(({ fingerprint }) => !ignored.has(fingerprint))
  return { leaks: left.map(describeKnown), message: messageFor(left, rounds, io) }
}

function messageFor(leaks: readonly LeakRow[], rounds: number, io: Io): string {
  const stay = leaks.length === 1 ? 'Objects of 1 cluster stay' : `Objects of ${leaks.length} clusters stay`
  const hidden = leaks.length - MOST_SHOWN
  return [
    `${stay} from each of ${formatCount(rounds)} calls:`,
    ...leaks.slice(0, MOST_SHOWN).map((row) => clusterText(row, paintFor(io))),
    ...(hidden > 0 ? [`… and ${hidden} more`] : []),
  ].join('\n\n')
}

/** For the parts of the command line, which print nothing here. */
function quietIo(scratch: Scratch): Io {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  return { stdin: Readable.from([]), stdout: nowhere, stderr: nowhere, environment: process.env, scratch }
}
