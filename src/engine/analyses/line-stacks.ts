import type { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import type { FilterTable } from '../model/filter-fields.ts'
import type { LineStacks } from '../model/line-rows.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { callTree } from './call-tree.ts'

/** Whether the stacks of a file are lines of Python. */
export function isPython({ family }: Pick<Snapshot, 'family'>): boolean {
  return family.startsWith('cpython')
}

/**
 * The lines that allocated memory. Objects that tell their stacks count themselves, as long as they live; else what the
 * stacks say counts, which tracemalloc forgets when a block is freed. Null where there are no stacks of Python.
 * O(nodes + entries).
 * @param only the nodes that count; null for all
 */
export async function lineStacks(
  snapshot: Snapshot,
  task: Task,
  only: BitSet | null = null,
): Promise<LineStacks | null> {
  if (!isPython(snapshot)) return null
  const call = await callTree(snapshot, task, only)
  if (!call) return null
  const { tree, traces, sums, hasLive } = call
  const files: string[] = []
  const placeOf = new Map<number, number>()
  const { scriptName, line } = traces.functions
  const file = scriptName.map((string) => {
    const known = placeOf.get(string)
    if (known !== undefined) return known
    placeOf.set(string, files.length)
    return files.push(snapshot.strings.text(string)) - 1
  })
  return {
    ofObjects: hasLive,
    parent: tree.parent,
    frame: tree.functionIndex,
    count: hasLive ? sums.ownLiveCount : tree.count,
    size: hasLive ? sums.ownLiveSize : tree.size,
    domain: tree.domain ?? null,
    file,
    line,
    files,
  }
}

/** What stacks can be filtered by, as tracemalloc's own filters do; entries are those of the tree. */
export const LINE_TABLE: FilterTable<LineStacks> = {
  rows: 'stacks',
  own: ['file'],
  fields: [
    {
      name: 'file',
      aliases: ['name'],
      type: 'text',
      help: 'The file of the line that allocated.',
      example: '-file:site-packages',
      read: (stacks) => (pattern) => {
        const passes = stacks.files.map((file) => pattern.test(file))
        return (entry) => passes[stacks.file[stacks.frame[entry]!]!]!
      },
    },
    {
      name: 'line',
      type: 'number',
      help: 'Its number in that file.',
      example: 'line:120..140',
      read: (stacks) => (entry) => stacks.line[stacks.frame[entry]!]!,
    },
    {
      name: 'frame',
      type: 'text',
      help: 'Any line of the stack, as file:line.',
      example: 'frame:"views.py:88"',
      read: (stacks) => (pattern) => {
        const { parent, frame, file, line, files } = stacks
        const passes = Uint8Array.from(file, (at, i) => Number(pattern.test(`${files[at]!}:${line[i]!}`)))
        const any = Uint8Array.from(frame, (one) => passes[one]!)
        // In preorder what is above comes before.
        for (let entry = 0; entry < any.length; entry++) any[entry]! |= any[parent[entry]!]!
        return (entry) => any[entry] === 1
      },
    },
    {
      name: 'domain',
      type: 'number',
      help: 'The domain of the allocation: 0 is Python’s own, libraries have others.',
      example: '-domain:0',
      read: ({ domain }) => {
        return (entry) => domain?.[entry] ?? 0
      },
    },
  ],
}
