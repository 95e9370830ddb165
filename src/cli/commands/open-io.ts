import type { Command } from 'commander'
import { idText } from '#engine/base/id-text.ts'
import type { IoRow } from '#engine/model/io-rows.ts'
import { type Io, write } from '../io.ts'
import { openSession } from '../open-session.ts'
import { type Column, formatTable } from '../table.ts'
import { nodeHost } from '../task-host.ts'
import { bytesCell, formatName, paintFor } from '../text.ts'

const COLUMNS: readonly Column[] = [
  { title: 'retained', align: 'right' },
  { title: 'kind', align: 'left' },
  { title: 'state', align: 'left' },
  { title: 'name', align: 'left' },
  { title: 'held by', align: 'left' },
  { title: 'object', align: 'left' },
]

/** `io FILE`: the files, sockets, connections and memory maps of a Python program. */
export function addOpenIo(program: Command, io: Io): void {
  program
    .command('io')
    .description('files, sockets, connections and memory maps of a Python program, with what holds them')
    .argument(
      '<file>',
      'a capture of a Python program, plain or gzip, or a container; - reads standard input',
    )
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
What is listed is still referred to, closed or not.

Example:
  $ heapscope io app.heapsnapshot.gz`,
    )
    .action(async (file: string, { json }: { readonly json?: boolean }) => {
      const session = await openSession(file, io)
      await session.findRetainers(nodeHost())
      const rows = await session.ask('openIo', [], nodeHost())
      await write(io.stdout, json ? toJson(rows) : toText(rows, io))
    })
}

function toJson(rows: readonly IoRow[]): string {
  const described = rows.map(({ node, query: _query, ...row }) => ({
    ...row,
    id: node.id,
    class: node.className,
  }))
  return `${JSON.stringify({ rows: described })}\n`
}

function toText(rows: readonly IoRow[], io: Io): string {
  if (rows.length === 0) return 'No file, socket, connection or memory map of Python is in this capture.\n'
  const cells = rows.map(({ kind, name, owner, retainedSize, node, ...facts }) => [
    bytesCell(retainedSize),
    kind,
    stateText(facts),
    name === '' ? '(not known)' : formatName(name, 60),
    formatName(owner),
    `${formatName(node.className, 40)} ${idText(node.id)}`,
  ])
  return formatTable(COLUMNS, cells, paintFor(io))
}

function stateText({ state, mode, descriptor }: Pick<IoRow, 'state' | 'mode' | 'descriptor'>): string {
  if (state !== 'open') return state === 'closed' ? 'closed' : '(not known)'
  return mode ?? (descriptor === null ? 'open' : `fd ${descriptor}`)
}
