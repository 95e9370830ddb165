import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { KnownCluster, LeakRow } from '#engine/model/leak-rows.ts'
import type { PathStep } from '#engine/model/rows.ts'
import { InputError } from '../open-session.ts'
import type { Leaks } from './leaks.ts'

/** Leaks as one line of JSON. */
export function leaksJson({ page, pairs, top, against }: Leaks): string {
  return `${JSON.stringify({
    captures: page.captures,
    matchedBy: pairs.map(({ matchedBy }) => matchedBy),
    total: page.total,
    program: page.program,
    engine: page.engine,
    clusters: page.rows.slice(0, top).map(describe),
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

function describe(row: LeakRow) {
  const { node, path } = row.representative
  return {
    ...describeKnown(row),
    exact: row.exact,
    shallowSize: row.shallowSize,
    kind: row.kind,
    engine: row.engine,
    perCycle: row.perCycle,
    pattern: row.pattern,
    representative: { id: node.id, class: node.className, name: node.name, path: path.map(describeStep) },
  }
}

function describeKnown({ fingerprint, className, count, retainedSize }: KnownCluster) {
  return { fingerprint, class: className, count, retainedSize }
}

function describeStep({ edge, node, dominator }: PathStep) {
  return {
    edge: edge?.name ?? null,
    edgeType: edge?.type ?? null,
    id: node.id,
    name: node.name,
    class: node.className,
    dominator,
  }
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
    return programClusters(JSON.parse(text))
  } catch (error) {
    throw fail('This is not what `heapscope leaks --json` prints; give a file that it was written to.', error)
  }
}

/** @throws TypeError where it is not what `leaksJson` writes */
function programClusters(run: unknown): KnownCluster[] {
  const clusters: unknown = isRecord(run) ? run['clusters'] : null
  if (!Array.isArray(clusters)) throw new TypeError('There are no clusters.')
  return clusters.flatMap((cluster: unknown) => {
    if (!isRecord(cluster)) throw new TypeError('A cluster is none.')
    const { fingerprint, class: className, count, retainedSize, engine } = cluster
    const isText = typeof fingerprint === 'string' && typeof className === 'string'
    if (!isText || typeof count !== 'number' || typeof retainedSize !== 'number') {
      throw new TypeError('A cluster has not what it must.')
    }
    return engine === true ? [] : [{ fingerprint, className, count, retainedSize }]
  })
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
