import type { KnownCluster, LeakRow } from '#engine/model/leak-rows.ts'
import type { PathStep } from '#engine/model/rows.ts'

/** Clusters of leaks as files hold them, written by the command line and the page alike, to compare other runs with. */

/** A cluster as JSON has it. */
export function describeCluster(row: LeakRow) {
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

export function describeKnown({ fingerprint, className, count, retainedSize }: KnownCluster) {
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

/** The program's clusters in such a file. @throws TypeError or SyntaxError where it is none */
export function clustersInFile(text: string): KnownCluster[] {
  const run: unknown = JSON.parse(text)
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
