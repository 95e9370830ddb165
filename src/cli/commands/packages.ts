import type { Command } from 'commander'
import type { ModuleRow, PackageRow } from '#engine/model/package-rows.ts'
import type { Page } from '#engine/model/rows.ts'
import { type Io, write } from '../io.ts'
import { openSession } from '../open-session.ts'
import { parseCount } from '../parse.ts'
import { type Column, formatTable } from '../table.ts'
import { nodeHost } from '../task-host.ts'
import { bytesCell, formatCount, formatName, paintFor } from '../text.ts'
import { withFilter } from './filtered-list.ts'

/** How many rows are listed unless another number is asked for. */
const DEFAULT_TOP = 20

const NO_MODULES =
  'This capture has no modules: only captures that heapscope.dump makes of Python programs do.'

interface Options {
  readonly json?: boolean
  readonly filter?: string
  readonly of?: string
  readonly top: number
}

/** `packages FILE`: what each top-level package of a Python program alone retains. */
export function addPackages(program: Command, io: Io): void {
  const command = program
    .command('packages')
    .description('what each top-level package of a Python program alone retains')
    .argument(
      '<file>',
      'a capture of a Python program, plain or gzip, or a container; - reads standard input',
    )
    .option('--of <package>', 'the modules of this package instead')
    .option('--filter <expression>', 'what to list, such as numpy or retained:>1MB')
    .option('--top <number>', 'how many rows to list', parseCount, DEFAULT_TOP)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
"retained" is what would be freed if all modules of the package went away with their globals and the functions and classes
that they define. The standard library is one package. Of modules it is as far as single dominators tell.

Examples:
  $ heapscope packages app.heapsnapshot.gz
  $ heapscope packages app.heapsnapshot.gz --of app`,
    )
  command.action(async (file: string, { filter = '', of, top, json }: Options) => {
    const { PACKAGE_TABLE } = await import('#engine/analyses/python/list-packages.ts')
    await withFilter(command, filter, PACKAGE_TABLE, async () => {
      const session = await openSession(file, io)
      await session.findRetainers(nodeHost())
      const sort = { column: 'retainedSize', descending: true } as const
      const request = { start: 0, end: top, sort, filter }
      const page: Page<PackageRow | ModuleRow> =
        of === undefined
          ? await session.ask('packages', [request], nodeHost())
          : await session.ask('packageModules', [of, request], nodeHost())
      await write(io.stdout, json ? toJson(page) : toText(page, of, io))
    })
  })
}

function toJson({ total, rows }: Page<PackageRow | ModuleRow>): string {
  const described = rows.map((row) => ('node' in row ? { ...row, node: row.node.id } : row))
  return `${JSON.stringify({ total, rows: described })}\n`
}

function toText({ total, all, rows }: Page<PackageRow | ModuleRow>, of: string | undefined, io: Io): string {
  if (all === 0) return of === undefined ? `${NO_MODULES}\n` : `There is no package ${formatName(of)}.\n`
  const paint = paintFor(io)
  const columns: readonly Column[] = [
    { title: 'retained', align: 'right' },
    { title: 'shallow', align: 'right' },
    { title: 'objects', align: 'right' },
    ...(of === undefined ? [{ title: 'modules', align: 'right' } as const] : []),
    { title: of === undefined ? 'package' : 'module', align: 'left' },
  ]
  const cells = rows.map((row) => [
    bytesCell(row.retainedSize),
    bytesCell(row.shallowSize),
    formatCount(row.objects),
    ...('modules' in row ? [formatCount(row.modules)] : []),
    formatName(row.name),
  ])
  const noun = of === undefined ? 'packages' : 'modules'
  const shown =
    rows.length < total
      ? `showing ${formatCount(rows.length)} of ${formatCount(total)} ${noun}; --top ${total} shows all`
      : `${formatCount(total)} ${noun}`
  return `${formatTable(columns, cells, paint)}${paint.quiet(shown)}\n`
}
