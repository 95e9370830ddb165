import type { Command } from 'commander'
import { HeapError } from '#engine/base/error.ts'
import type { CellLimits, TreeAddress, TreeBy, TreeCell, TreeCells } from '#engine/model/dominator-rows.ts'
import { groupQuery } from '#engine/model/group-path.ts'
import { type Io, write } from '../io.ts'
import { openSession } from '../open-session.ts'
import { type LeastSize, parseChoice, parseCount, parseId, parseLeast } from '../parse.ts'
import { nodeHost } from '../task-host.ts'
import { dominatorsText } from './dominators-text.ts'

const BY: readonly TreeBy[] = ['class', 'object', 'module']
const DEFAULT_DEPTH = 5
const DEFAULT_LEAST: LeastSize = { bytes: 0, share: 0.01 }
/** As many as the page draws at once. */
const MOST_CELLS = 5000

interface Options {
  readonly json?: boolean
  readonly depth: number
  readonly min?: LeastSize
  readonly by: TreeBy
}

/** `dominators FILE [@ID]`: what would be freed with what, as a tree. */
export function addDominators(program: Command, io: Io): void {
  const command = program
    .command('dominators')
    .description('what would be freed with what: the dominator tree from its root or an object down')
    .argument('<file>', 'a heap snapshot, plain or gzip, or a container; - reads standard input')
    .argument('[id]', 'the object to begin at, such as @123', parseId)
    .option('--depth <number>', 'how many levels to go down', parseCount, DEFAULT_DEPTH)
    .option(
      '--min <size>',
      'the least that is listed, such as 100k, 2MB or 0.5% of the whole (default: 1%)',
      parseLeast,
    )
    .option('--by <what>', `${BY.join(', ')}: what a line stands for`, parseChoice(BY), 'class')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Runs of one class are one line, and so are objects of one class below one line. What is too small to be listed, or too
deep, is counted where it belongs, so that sizes add up.

Examples:
  $ heapscope dominators app.heapsnapshot
  $ heapscope dominators app.heapsnapshot @28417 --by object --depth 2 --min 10k`,
    )
  command.action(
    async (file: string, id: number | undefined, { min = DEFAULT_LEAST, ...options }: Options) => {
      const session = await openSession(file, io)
      await session.findRetainers(nodeHost())
      const address: TreeAddress = { by: options.by, id: id ?? null, path: [] }
      const limits = {
        minSize: min.bytes,
        minShare: min.share,
        maxCells: MOST_CELLS,
        maxDepth: options.depth,
      }
      try {
        const tree = await session.ask('treeCells', [address, limits], nodeHost())
        const total = session.summary().shallowSize
        await write(
          io.stdout,
          options.json ? toJson(address, limits, tree, total) : dominatorsText(tree, options.by, total, io),
        )
      } catch (error) {
        if (!(error instanceof HeapError) || error.code !== 'not-found') throw error
        command.error(`error: ${error.message}`)
      }
    },
  )
}

function toJson({ by, id }: TreeAddress, { maxDepth }: CellLimits, tree: TreeCells, total: number): string {
  const { cells, full } = tree
  const paths: (readonly string[])[] = []
  const list = cells.map((cell, i) => {
    const path = i === 0 ? [] : [...paths[cell.parent]!, keyOf(cell)]
    paths.push(path)
    const { parent, depth, size, own, count, rest } = cell
    return {
      parent: parent === -1 ? null : parent,
      depth,
      ...described(cell, by, id, path),
      count,
      size,
      own,
      rest,
    }
  })
  return `${JSON.stringify({ by, id, heapSize: total, depth: maxDepth, full, cells: list })}\n`
}

function keyOf({ subject: what }: TreeCell): string {
  return what.what === 'group' ? what.group.key : ''
}

function described(cell: TreeCell, by: TreeBy, id: number | null, path: readonly string[]) {
  const { subject } = cell
  if (subject.what === 'object') {
    const { id: own, type, name, className } = subject.node
    return { id: own, type, name, class: className }
  }
  return { name: subject.group.name, query: by === 'object' ? null : groupQuery(by, { id, path }) }
}
