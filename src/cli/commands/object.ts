import { idText } from '#engine/base/id-text.ts'
import type { Command } from 'commander'
import type { EdgeRow, NodeRow, Page, PathStep } from '#engine/model/rows.ts'
import { type Io, write } from '../io.ts'
import { openSession } from '../open-session.ts'
import { parseCount, parseId } from '../parse.ts'
import { nodeHost } from '../task-host.ts'
import { type ObjectReport, objectText } from './object-text.ts'

/** How many references and retainers are listed unless another number is asked for. */
const DEFAULT_LIMIT = 20

interface Options {
  readonly json?: boolean
  readonly limit: number
}

/** `object FILE @ID`: one object, why it is alive, and its neighbours. */
export function addObject(program: Command, io: Io): void {
  const command = program
    .command('object')
    .description('one object: its sizes, why it is alive, what it refers to and what refers to it')
    .argument('<file>', 'a heap snapshot, plain or gzip, or a container; - reads standard input')
    .argument('<id>', 'the object, such as @123', parseId)
    .option('--json', 'print one JSON object')
    .option('--limit <number>', 'how many references and retainers to list', parseCount, DEFAULT_LIMIT)
    .addHelpText(
      'after',
      `
The path leads from the root to the object; what stands on every such path is marked as a dominator.

Examples:
  $ heapscope object app.heapsnapshot @28417
  $ heapscope object app.heapsnapshot @28417 --limit 100 --json`,
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
    const request = { start: 0, end: options.limit }
    const isPython = session.summary().family === 'cpython'
    const report = {
      deep: isPython ? await session.ask('deepSize', [id], nodeHost()) : null,
      detail: session.object(found.node),
      references: session.references(found.node, request),
      retainers: session.retainers(found.node, request),
    }
    await write(io.stdout, options.json ? toJson(report) : objectText(report, io))
  })
}

function toJson({ detail, deep, references, retainers }: ObjectReport): string {
  return `${JSON.stringify({
    ...describe(detail.node),
    ...(deep && { deepSize: deep.bytes, deepCount: deep.count }),
    dominator: detail.dominator?.id ?? null,
    path: (detail.path ?? []).map(describeStep),
    references: describePage(references),
    retainers: describePage(retainers),
  })}\n`
}

function describe({ id, type, name, className, shallowSize, retainedSize, distance }: NodeRow) {
  return { id, type, name, class: className, shallowSize, retainedSize, distance }
}

function describeStep({ edge, node }: PathStep) {
  return { edge: edge?.name ?? null, edgeType: edge?.type ?? null, id: node.id, name: node.name }
}

function describePage({ total, rows }: Page<EdgeRow>) {
  return {
    total,
    rows: rows.map(({ edgeName, edgeType, essential, node }) => ({
      edge: edgeName,
      edgeType,
      essential,
      ...describe(node),
    })),
  }
}
