import { z } from 'zod'
import type { TreeBy, TreeCell } from '#engine/model/dominator-rows.ts'
import { groupQuery } from '#engine/model/group-path.ts'
import { dominatorLines } from '../../commands/dominators-text.ts'
import { objectOf } from '../captures.ts'
import { captureId, objectId } from '../inputs.ts'
import { count, PLAIN, shortened, size } from '../rows.ts'
import { defineTool } from '../tool.ts'

export const dominators = defineTool({
  name: 'dominators',
  title: 'What would be freed with what',
  description:
    'The dominator tree from its root or from an object down: what would be freed with what, by class, object or module. What is too small or too deep is counted in `rest`, so a line’s retained size is its shallow size, those right below it, and its rest. Follow the largest line down to find who owns the memory.',
  input: z.strictObject({
    capture: captureId,
    id: objectId.optional().describe('Where to begin; the root unless given.'),
    by: z.enum(['class', 'object', 'module']).default('class').describe('What a line stands for.'),
    depth: z.int().min(1).max(20).default(4).describe('How many levels to go down.'),
    least: z
      .number()
      .min(0)
      .max(100)
      .default(1)
      .describe('The least that is listed, in percent of where it begins.'),
    limit: z.int().min(1).max(200).default(40).describe('How many lines to list at most, the largest.'),
  }),
  output: z.object({
    capture: z.string(),
    heapSize: size,
    full: z
      .boolean()
      .describe('Whether lines were left out since there were more than limit; they are in rest.'),
    cells: z.array(
      z.object({
        parent: z.int().nullable().describe('Its place in cells; null for the first.'),
        depth: count,
        name: z.string(),
        id: z.int().nullable().describe('Of a line that stands for one object.'),
        query: z.string().nullable().describe('The filter that finds its objects.'),
        count,
        retainedSize: size,
        shallowSize: size,
        rest: z.object({ cells: count, objects: count, size }).describe('What is left out right below.'),
      }),
    ),
  }),
  answer: async ({ capture, id, by, depth, least, limit }, { captures, host }) => {
    const target = captures.get(capture)
    const at = id === undefined ? null : objectOf(target, id).id
    const address = { by, id: at, path: [] }
    const limitsOf = (maxCells: number) => ({ minSize: 0, minShare: least / 100, maxCells, maxDepth: depth })
    const tree = await target.session.ask('treeCells', [address, limitsOf(limit)], host)
    const heapSize = target.session.summary().shallowSize
    const { cells } = tree
    return {
      // Fewer lines would not add up: a tree that is too large is asked for anew, with less of it.
      rows: 0,
      say: () => ({
        text: dominatorLines(tree, by, heapSize, PLAIN),
        data: { capture, heapSize, full: tree.full, cells: cellsData(cells, by, at) },
      }),
    }
  },
})

function cellsData(cells: readonly TreeCell[], by: TreeBy, id: number | null) {
  const paths: (readonly string[])[] = []
  return cells.map(({ subject, parent, depth, count: objects, size: retainedSize, own, rest }, i) => {
    const key = subject.what === 'group' ? subject.group.key : ''
    const path = i === 0 ? [] : [...paths[parent]!, key]
    paths.push(path)
    const said =
      subject.what === 'object'
        ? { name: subject.node.name || subject.node.className, id: subject.node.id, query: null }
        : { name: subject.group.name, id: null, query: by === 'object' ? null : groupQuery(by, { id, path }) }
    return {
      parent: parent === -1 ? null : parent,
      depth,
      ...said,
      name: shortened(said.name),
      count: objects,
      retainedSize,
      shallowSize: own,
      rest,
    }
  })
}
