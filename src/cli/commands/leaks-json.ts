import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { KnownCluster } from '#engine/model/leak-rows.ts'
import { clustersInFile, describeCluster, describeKnown } from '#protocol/leak-file.ts'
import { InputError } from '../open-session.ts'
import type { Leaks } from './leaks.ts'

/** Leaks as one line of JSON. @param more what else is told, first of all */
export function leaksJson({ page, pairs, top, against }: Leaks, more: object = {}): string {
  return `${JSON.stringify({
    ...more,
    captures: page.captures,
    matchedBy: pairs.map(({ matchedBy }) => matchedBy),
    total: page.total,
    program: page.program,
    engine: page.engine,
    clusters: page.rows.slice(0, top).map(describeCluster),
    ...(against && {
      against: {
        gone: against.gone.map(describeKnown),
        still: against.still.map(({ before, now }) => ({
          before: describeKnown(before),
          now: describeKnown(now),
        })),
        new: against.new.map(describeKnown),
      },
    }),
  })}\n`
}

/** The program's clusters of an earlier run, from its JSON. @throws InputError */
export async function knownClusters(path: string): Promise<KnownCluster[]> {
  const fail = (reason: string, cause: unknown): InputError => {
    return new InputError(`${basename(path)}: ${reason}`, { cause })
  }
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fail('This file could not be read; check its path and permissions.', error)
  })
  try {
    return clustersInFile(text)
  } catch (error) {
    throw fail('This is not what `heapscope leaks --json` prints; give a file that it was written to.', error)
  }
}
