import type { ClassRow, NodeRow } from '#engine/model/rows.ts'
import { formatCount } from '#app/ui/format.ts'
import { messageOf } from '#app/ui/message-of.ts'
import type { PagedList, Placed } from '#app/ui/paged-list.ts'
import { ClassLines } from './class-lines.ts'
import type { Line } from './columns.tsx'
import type { InstancesOf } from './use-instances.ts'

/** As many instances of one class as a browser can scroll through. */
const MOST_INSTANCES = 200_000

/** The lines on screen and what they are made of. */
export interface Lines {
  readonly count: number
  readonly at: (line: number) => Line | undefined
  /** The line of the class above an instance. */
  readonly parentOf: (line: number) => number | null
  /** Asks for what is missing between two lines. */
  readonly want: (start: number, end: number) => void
  readonly lineOf: (position: number) => number
}

/** Lays out the classes of `list`, those in `open` with their instances below. */
export function layClassLines(
  list: PagedList<ClassRow>,
  open: readonly Placed<ClassRow>[],
  instancesOf: InstancesOf,
): Lines {
  const opened = new Map(open.map((placed) => [placed.index, placed.row]))
  const lines = new ClassLines(
    list.total ?? 0,
    open.map(({ index, row }) => ({ position: index, lines: linesBelow(instancesOf(row.key)) })),
  )
  return {
    count: lines.total,
    at: (line) => {
      const { position, below } = lines.at(line)
      const row = list.row(position) ?? opened.get(position)
      if (!row) return undefined
      return below === null
        ? { kind: 'class', row, position }
        : instanceLine(instancesOf(row.key), below, row)
    },
    parentOf: (line) => {
      const { position, below } = lines.at(line)
      return below === null ? null : lines.lineOf(position)
    },
    want: (start, end) => {
      const first = lines.at(start)
      const last = lines.at(Math.max(start, end - 1))
      list.want(first.position, last.position + 1)
      for (const { index, row } of open) {
        if (index < first.position || index > last.position) continue
        const top = lines.lineOf(index) + 1
        instancesOf(row.key).want(Math.max(0, start - top), Math.max(1, Math.min(end - top, MOST_INSTANCES)))
      }
    },
    lineOf: (position) => lines.lineOf(position),
  }
}

/** An open class that has not answered, or could not, has one line that says so. */
function linesBelow(instances: PagedList<NodeRow>): number {
  if (instances.error !== null || instances.total === null) return 1
  return instances.total > MOST_INSTANCES ? MOST_INSTANCES + 1 : Math.max(1, instances.total)
}

function instanceLine(instances: PagedList<NodeRow>, below: number, owner: ClassRow): Line | undefined {
  if (instances.error !== null) {
    return { kind: 'note', text: messageOf(instances.error), retry: () => instances.retry() }
  }
  if (instances.total === 0)
    return { kind: 'note', text: 'No object of this class has a size of its own.', retry: null }
  if (below >= MOST_INSTANCES) {
    const text = `Showing ${formatCount(MOST_INSTANCES)} of ${formatCount(instances.total ?? 0)} in this order; sort by another column to see others.`
    return { kind: 'note', text, retry: null }
  }
  const row = instances.row(below)
  return row && { kind: 'instance', row, below, owner }
}
