import { pythonPathText } from '#engine/model/python-path-text.ts'
import { idText } from '#engine/base/id-text.ts'
import type { Command } from 'commander'
import type { HeldHowElse } from '#engine/model/retainer-rows.ts'
import type { NodeRow, PathStep } from '#engine/model/rows.ts'
import { type Io, write } from '../io.ts'
import { openSession } from '../open-session.ts'
import { parseCount, parseId } from '../parse.ts'
import { nodeHost } from '../task-host.ts'
import { formatCount, paintFor } from '../text.ts'
import { nameOf, stepsText } from './path-steps.ts'

interface Options {
  readonly all: number
  readonly json?: boolean
}

/** `path FILE @ID`: why an object is alive, and how else. */
export function addPath(program: Command, io: Io): void {
  const command = program
    .command('path')
    .description('why an object is alive: the shortest path to it, and the next ones that share no object')
    .argument('<file>', 'a heap snapshot, plain or gzip, or a container; - reads standard input')
    .argument('<id>', 'the object, such as @123', parseId)
    .option('--all <number>', 'how many paths to look for', parseCount, 1)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Of two paths that are printed, neither has an object in common but the roots (the global object, the machine's own
groups of roots) and the object itself. What stands on every path there is, is marked as a dominator.

Examples:
  $ heapscope path app.heapsnapshot @28417
  $ heapscope path app.heapsnapshot @28417 --all 5 --json`,
    )
  command.action(async (file: string, id: number, options: Options) => {
    const session = await openSession(file, io)
    const found = session.nodeById(id)
    if (!found) {
      return command.error(
        `error: there is no object ${idText(id)} in this heap; take an id from its 'nodes' or the page.`,
      )
    }
    await session.findRetainers(nodeHost())
    const nothing = { cuts: [], ignored: [] }
    const held = await session.ask('heldHowElse', [found.node, options.all, nothing], nodeHost())
    await write(io.stdout, options.json ? toJson(found, held) : toText(found, held, io))
  })
}

function toJson({ id, name }: NodeRow, { paths, exhausted }: HeldHowElse): string {
  return `${JSON.stringify({ id, name, paths: paths.map((path) => path.map(describeStep)), exhausted })}\n`
}

function describeStep({ edge, node, dominator }: PathStep) {
  return {
    edge: edge?.name ?? null,
    edgeType: edge?.type ?? null,
    id: node.id,
    name: node.name,
    retainedSize: node.retainedSize,
    dominator,
  }
}

function toText(node: NodeRow, { paths, exhausted }: HeldHowElse, io: Io): string {
  const paint = paintFor(io)
  if (paths.length === 0) {
    return `${nameOf(node)}: nothing but weak references leads here, or it is the root.\n`
  }
  const parts = paths.map((path, i) => {
    const head = i === 0 ? 'The shortest path' : `Another path, number ${formatCount(i + 1)}`
    const asWritten = node.python ? `${pythonPathText(path)}\n` : ''
    return `${paint.strong(head)}\n${asWritten}${stepsText(path)}\n`
  })
  const end = exhausted
    ? 'No other path shares no object with what is above.'
    : `There are more that share no object with what is above; --all ${paths.length * 2} shows them.`
  const legend = '◆ every path from the root comes through here'
  return `${parts.join('\n')}\n${paint.quiet(legend)}\n${paint.quiet(end)}\n`
}
