import type { EntryTest } from '../model/filter-fields.ts'
import type {
  LineColumn,
  LineFrame,
  LineGroup,
  LineGrouping,
  LineRow,
  LineStacks,
} from '../model/line-rows.ts'
import { type FilteredStacks, lineQuery } from './line-query.ts'
import { compareTexts } from './list-nodes.ts'

/** No stack may have more frames than fit into a key beside an entry. */
const FRAMES = 2 ** 26

/** Lines, files or tracebacks of several captures with their sums. */
export interface LineGroups {
  readonly by: LineGroup
  /** Names them by group, the innermost frame first; worked out when it is shown. */
  readonly framesOf: (group: number) => readonly LineFrame[]
  /** The filter that finds the objects of a group in the last capture, see `lineQuery`. O(entries). */
  readonly queryOf: (group: number) => string | null
  /** By capture, then by group. */
  readonly size: readonly Float64Array[]
  readonly count: readonly Float64Array[]
  /** The groups that anything belongs to, in Python's order, see `inOrder`. */
  readonly groups: Uint32Array
  /** By capture: the sums over all stacks that pass. */
  readonly totals: { readonly size: readonly number[]; readonly count: readonly number[] }
}

/**
 * Puts the stacks of one or more captures together as `tracemalloc.Snapshot.statistics` does: by the innermost line, by
 * its file, or by the whole stack, whatever the domain. Cumulative, a block counts for every frame of its stack, and more
 * than once where a line or file is there more than once. O(entries of all, and groups sorted).
 */
export function lineGroups(
  captures: readonly FilteredStacks[],
  { by, cumulative = false }: LineGrouping,
): LineGroups {
  const names = new GroupNames(by)
  const groupOf = captures.map(({ stacks }) => names.add(stacks))
  const size: Float64Array[] = []
  const count: Float64Array[] = []
  const sizes: number[] = []
  const counts: number[] = []
  for (const [at, { stacks, test }] of captures.entries()) {
    const amounts = [stacks.size, stacks.count].map((column) => Float64Array.from(column))
    if (test) clearOthers(amounts, stacks, test)
    sizes.push(sum(amounts[0]!))
    counts.push(sum(amounts[1]!))
    if (cumulative && by !== 'traceback') amounts.forEach((column) => addUp(column, stacks.parent))
    size.push(grouped(amounts[0]!, groupOf[at]!, names.count))
    count.push(grouped(amounts[1]!, groupOf[at]!, names.count))
  }
  const all = Uint32Array.from({ length: names.count }, (_, group) => group)
  const isThere = (group: number): boolean => count.some((column) => column[group]! > 0)
  const present = all.filter((group) => isThere(group) && !names.isUnnamed(group))
  const groups = {
    by,
    framesOf: names.framesOf,
    queryOf: (group: number) =>
      lineQuery(captures.at(-1)!, groupOf.at(-1)!, group, cumulative && by !== 'traceback'),
    size,
    count,
    groups: present,
    totals: { size: sizes, count: counts },
  }
  present.sort(inOrder(groups))
  return groups
}

function sum(column: Float64Array): number {
  return column.reduce((total, value) => total + value, 0)
}

function clearOthers(amounts: readonly Float64Array[], stacks: LineStacks, test: EntryTest): void {
  for (let entry = 0; entry < stacks.parent.length; entry++) {
    if (stacks.count[entry] !== 0 && !test(entry)) for (const column of amounts) column[entry] = 0
  }
}

function addUp(column: Float64Array, parent: Uint32Array): void {
  for (let entry = column.length - 1; entry > 0; entry--) {
    if (parent[entry] !== entry) column[parent[entry]!]! += column[entry]!
  }
}

function grouped(amounts: Float64Array, groupOf: Uint32Array, groups: number): Float64Array {
  const sums = new Float64Array(groups)
  amounts.forEach((amount, entry) => (sums[groupOf[entry]!]! += amount))
  return sums
}

/** Gives lines, files and stacks numbers that are the same in all captures. */
class GroupNames {
  readonly #by: LineGroup
  readonly #files = new Map<string, number>()
  readonly #fileNames: string[] = []
  readonly #frames = new Map<number, number>()
  readonly #frameFile: number[] = []
  readonly #frameLine: number[] = []
  readonly #stacks = new Map<number, number>()
  readonly #stackParent: number[] = []
  readonly #stackFrame: number[] = []

  constructor(by: LineGroup) {
    this.#by = by
  }

  get count(): number {
    if (this.#by === 'traceback') return this.#stackFrame.length
    return this.#by === 'line' ? this.#frameFile.length : this.#fileNames.length
  }

  /** By entry: the number of its group. */
  add(stacks: LineStacks): Uint32Array {
    const files = stacks.files.map((name) =>
      numbered(this.#files, name, () => this.#fileNames.push(name) - 1),
    )
    const file = stacks.file.map((at) => files[at]!)
    if (this.#by === 'file') return stacks.frame.map((frame) => file[frame]!)
    const frames = file.map((at, i) => this.#frame(at, stacks.line[i]!))
    if (this.#by === 'line') return stacks.frame.map((frame) => frames[frame]!)
    const groups = new Uint32Array(stacks.parent.length)
    for (let entry = 0; entry < groups.length; entry++) {
      const above = stacks.parent[entry]!
      // Of a stack at the top none is above: -1.
      groups[entry] = this.#stack(above === entry ? -1 : groups[above]!, frames[stacks.frame[entry]!]!)
    }
    return groups
  }

  #frame(file: number, line: number): number {
    return numbered(this.#frames, file * 2 ** 32 + line, () => {
      this.#frameLine.push(line)
      return this.#frameFile.push(file) - 1
    })
  }

  #stack(above: number, frame: number): number {
    return numbered(this.#stacks, (above + 1) * FRAMES + frame, () => {
      this.#stackParent.push(above)
      return this.#stackFrame.push(frame) - 1
    })
  }

  /** Whether it is of no file: some writers put one frame above all stacks. */
  isUnnamed(group: number): boolean {
    if (this.#by === 'file') return this.#fileNames[group] === ''
    const frame = this.#by === 'line' ? group : this.#stackFrame[group]!
    return this.#fileNames[this.#frameFile[frame]!] === ''
  }

  readonly framesOf = (group: number): readonly LineFrame[] => {
    if (this.#by === 'file') return [{ file: this.#fileNames[group]!, line: null }]
    if (this.#by === 'line') return [this.#lineFrame(group)]
    const frames: LineFrame[] = []
    for (let at = group; at !== -1; at = this.#stackParent[at]!) {
      const frame = this.#lineFrame(this.#stackFrame[at]!)
      if (frame.file !== '') frames.push(frame)
    }
    return frames
  }

  #lineFrame(frame: number): LineFrame {
    return { file: this.#fileNames[this.#frameFile[frame]!]!, line: this.#frameLine[frame]! }
  }
}

function numbered<Key>(numbers: Map<Key, number>, key: Key, add: () => number): number {
  const known = numbers.get(key)
  if (known !== undefined) return known
  const number = add()
  numbers.set(key, number)
  return number
}

/** By how much a group has more in the last capture than in the first. */
function difference(columns: readonly Float64Array[], group: number): number {
  return columns.at(-1)![group]! - columns[0]![group]!
}

/**
 * The order of `statistics` and `compare_to`: the largest first, or what changed most in either direction; then the larger.
 */
function inOrder({ size, count }: Pick<LineGroups, 'size' | 'count'>): (a: number, b: number) => number {
  const change = (columns: readonly Float64Array[], group: number): number =>
    Math.abs(difference(columns, group))
  const last = (columns: readonly Float64Array[], group: number): number => columns.at(-1)![group]!
  return (a, b) =>
    change(size, b) - change(size, a) ||
    last(size, b) - last(size, a) ||
    change(count, b) - change(count, a) ||
    last(count, b) - last(count, a)
}

/** Whether a group has more bytes in every capture than in the one before. */
export function isSteadyGroup({ size }: LineGroups, group: number): boolean {
  return size.length > 1 && size.every((column, at) => at === 0 || column[group]! > size[at - 1]![group]!)
}

/** The number by which groups are sorted. */
export function lineKey(groups: LineGroups, column: LineColumn): (group: number) => number {
  const { size, count } = groups
  const last = { size: size.at(-1)!, count: count.at(-1)! }
  switch (column) {
    case 'name':
      return nameRank(groups)
    case 'size':
    case 'count':
      return (group) => last[column][group]!
    case 'average':
      return (group) => average(last.size[group]!, last.count[group]!)
    case 'sizeDiff':
      return (group) => difference(size, group)
    case 'countDiff':
      return (group) => difference(count, group)
  }
}

function nameRank({ groups, framesOf }: LineGroups): (group: number) => number {
  const named = Array.from(groups, (group) => ({ group, frames: framesOf(group) }))
  named.sort((a, b) => compareFrames(a.frames, b.frames))
  const ranks = new Map(named.map(({ group }, rank) => [group, rank]))
  return (group) => ranks.get(group)!
}

function compareFrames(a: readonly LineFrame[], b: readonly LineFrame[]): number {
  for (const [i, { file, line }] of a.entries()) {
    const other = b[i]
    if (!other) return 1
    const order = compareTexts(file, other.file) || (line ?? 0) - (other.line ?? 0)
    if (order !== 0) return order
  }
  return a.length - b.length
}

function average(size: number, count: number): number {
  return count === 0 ? 0 : size / count
}

export function lineRow(groups: LineGroups, group: number): LineRow {
  const sizes = groups.size.map((column) => column[group]!)
  const counts = groups.count.map((column) => column[group]!)
  const size = sizes.at(-1)!
  const count = counts.at(-1)!
  return {
    key: `${group}`,
    frames: groups.framesOf(group),
    size,
    count,
    average: average(size, count),
    sizes,
    counts,
    sizeDiff: difference(groups.size, group),
    countDiff: difference(groups.count, group),
    steady: isSteadyGroup(groups, group),
    query: groups.queryOf(group),
  }
}
