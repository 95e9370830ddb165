import type { CompleteHeap } from '../analyses/heap.ts'
import { KINDS_IN_ORDER } from '../analyses/kinds.ts'
import { compareTexts } from '../analyses/list-nodes.ts'
import { nodeRow } from '../analyses/node-row.ts'
import { pathSteps } from '../analyses/path-steps.ts'
import type { ClassInfo } from '../analyses/classes.ts'
import type { LeakCluster } from '../diff/leaks.ts'
import type { EntryTest, Field, FilterTable } from '../model/filter-fields.ts'
import { exactTerm } from '../model/filter-term.ts'
import type { LeakColumn, LeakPage, LeakPattern, LeakRequest, LeakRow } from '../model/leak-rows.ts'
import type { Sort } from '../model/rows.ts'

/** A cluster with all that its row tells. */
export interface FoundCluster extends LeakCluster {
  /** The path to the representative, as edges from the root down. */
  readonly edges: readonly number[]
  /** Whether `retainedSize` is what the members retain together. */
  readonly exact: boolean
  /** Whether the engine makes such objects for itself. */
  readonly engine: boolean
}

export interface FoundLeaks {
  readonly heap: CompleteHeap
  /** In their usual order. */
  readonly clusters: readonly FoundCluster[]
  /** Captures, the last included. */
  readonly captures: number
}

const PATTERNS: readonly LeakPattern[] = ['every', 'once', 'some']

/** How the members came over the cycles; null where there is but one. */
export function patternOf(perCycle: readonly number[]): LeakPattern | null {
  if (perCycle.length < 2) return null
  const cycles = perCycle.filter((count) => count > 0).length
  if (cycles === perCycle.length) return 'every'
  return cycles === 1 ? 'once' : 'some'
}

function number(
  name: string,
  type: 'bytes' | 'count',
  help: string,
  example: string,
  valueOf: (cluster: FoundCluster) => number,
): Field<FoundLeaks> {
  const read = ({ clusters }: FoundLeaks) => {
    return (entry: number): number => valueOf(clusters[entry]!)
  }
  return { name, type, help, example, read }
}

/** What clusters can be filtered by. */
export const LEAK_TABLE: FilterTable<FoundLeaks> = {
  rows: 'clusters',
  own: ['class'],
  fields: [
    {
      name: 'class',
      aliases: ['name'],
      type: 'text',
      help: 'The class of the objects.',
      example: 'class:Session',
      read: (leaks) => (pattern) => (entry) => pattern.test(classOf(leaks, entry).name),
    },
    {
      name: 'fingerprint',
      type: 'text',
      help: 'The sixteen digits that tell clusters apart.',
      example: 'fingerprint:0a1b',
      read:
        ({ clusters }) =>
        (pattern) =>
        (entry) =>
          pattern.test(clusters[entry]!.fingerprint),
    },
    {
      name: 'kind',
      type: 'choice',
      choices: KINDS_IN_ORDER,
      help: 'What its objects are, in one of nine words.',
      example: 'kind:object',
      read: (leaks) => ({
        words: KINDS_IN_ORDER,
        codeOf: (entry) => KINDS_IN_ORDER.indexOf(classOf(leaks, entry).kind),
      }),
    },
    {
      name: 'pattern',
      type: 'choice',
      choices: PATTERNS,
      help: 'Whether some came in every cycle, all at once in one, or in some.',
      example: 'pattern:every',
      read: ({ clusters }) => ({
        words: [...PATTERNS, ''],
        codeOf: (entry) => {
          const pattern = patternOf(clusters[entry]!.perCycle)
          return pattern ? PATTERNS.indexOf(pattern) : PATTERNS.length
        },
      }),
    },
    {
      name: 'engine',
      type: 'flag',
      help: 'Whether the engine makes such objects for itself.',
      example: 'engine:no',
      read:
        ({ clusters }) =>
        (entry) =>
          clusters[entry]!.engine,
    },
    number('count', 'count', 'How many objects it has.', 'count:>100', ({ members }) => members.length),
    number('retained', 'bytes', 'What they retain.', 'retained:>1MB', ({ retainedSize }) => retainedSize),
    number('size', 'bytes', 'Their shallow sizes.', 'size:>1k', ({ shallowSize }) => shallowSize),
  ],
}

/** A page of clusters, in their usual order unless sorted. O(clusters log clusters). */
export function leakPage(
  leaks: FoundLeaks,
  { start, end, sort, folded = false }: Omit<LeakRequest, 'filter'>,
  filter: EntryTest | null,
): LeakPage {
  const all = leaks.clusters.map((_, entry) => entry)
  const passing = filter ? all.filter(filter) : all
  const isShown = (entry: number): boolean => !(folded && leaks.clusters[entry]!.engine)
  const shown = passing.filter(isShown)
  const sorted = sort ? shown.toSorted((a, b) => order(leaks, sort)(a, b) || a - b) : shown
  const from = Math.max(0, start)
  return {
    start: from,
    rows: sorted.slice(from, Math.max(from, end)).map((entry) => leakRow(leaks, entry)),
    total: shown.length,
    all: all.filter(isShown).length,
    captures: leaks.captures,
    program: sumsOf(leaks, passing, false),
    engine: sumsOf(leaks, passing, true),
  }
}

function leakRow(leaks: FoundLeaks, entry: number): LeakRow {
  const { heap, clusters } = leaks
  const { members, edges, representative, perCycle, ...cluster } = clusters[entry]!
  const { name, kind } = classOf(leaks, entry)
  return {
    entry,
    fingerprint: cluster.fingerprint,
    className: name,
    kind,
    count: members.length,
    retainedSize: cluster.retainedSize,
    exact: cluster.exact,
    shallowSize: cluster.shallowSize,
    engine: cluster.engine,
    perCycle,
    pattern: patternOf(perCycle),
    query: exactTerm('leak', cluster.fingerprint),
    representative: {
      node: nodeRow(heap, representative),
      path: pathSteps(heap, edges, dominatorsOf(heap, representative)),
    },
  }
}

function dominatorsOf({ snapshot, ready }: CompleteHeap, node: number): Set<number> {
  const { dominator } = ready.graph
  const found = new Set([node])
  for (let at = node; at !== snapshot.root; at = dominator[at]!) found.add(at)
  return found
}

function classOf({ heap, clusters }: FoundLeaks, entry: number): ClassInfo {
  return heap.table.classes[heap.table.classOf[clusters[entry]!.representative]!]!
}

function sumsOf({ clusters }: FoundLeaks, entries: readonly number[], engine: boolean): LeakPage['engine'] {
  const found = entries.map((entry) => clusters[entry]!).filter((cluster) => cluster.engine === engine)
  return {
    clusters: found.length,
    count: found.reduce((sum, { members }) => sum + members.length, 0),
    retainedSize: found.reduce((sum, { retainedSize }) => sum + retainedSize, 0),
  }
}

function order(
  leaks: FoundLeaks,
  { column, descending }: Sort<LeakColumn>,
): (a: number, b: number) => number {
  const sign = descending ? -1 : 1
  if (column === 'className') {
    return (a, b) => sign * compareTexts(classOf(leaks, a).name, classOf(leaks, b).name)
  }
  const valueOf = (entry: number): number => {
    const { members, retainedSize, shallowSize } = leaks.clusters[entry]!
    return { count: members.length, retainedSize, shallowSize }[column]
  }
  return (a, b) => sign * (valueOf(a) - valueOf(b))
}
