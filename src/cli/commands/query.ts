import { idText } from '#engine/base/id-text.ts'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { SYSTEM_DISTANCE } from '#engine/model/graph.ts'
import type { ObjectsPage } from '#engine/model/object-rows.ts'
import type { NodeColumn, NodeRow, Sort } from '#engine/model/rows.ts'
import { type Io, write } from '../io.ts'
import { openSession } from '../open-session.ts'
import { parseCount } from '../parse.ts'
import { type Column, formatTable } from '../table.ts'
import { nodeHost } from '../task-host.ts'
import { bytesCell, formatBytes, formatCount, formatName, paintFor } from '../text.ts'
import { withFilter } from './filtered-list.ts'

/** How many objects are listed unless another number is asked for. */
const DEFAULT_LIMIT = 20

/** What one may sort by, and which way first: numbers from the largest down. */
const SORTS: Readonly<Record<string, Sort<NodeColumn>>> = {
  retained: { column: 'retainedSize', descending: true },
  size: { column: 'shallowSize', descending: true },
  self: { column: 'selfSize', descending: true },
  refs: { column: 'references', descending: true },
  distance: { column: 'distance', descending: false },
  id: { column: 'id', descending: false },
  name: { column: 'name', descending: false },
  class: { column: 'className', descending: false },
}

const COLUMNS: readonly Column[] = [
  { title: 'retained', align: 'right' },
  { title: 'shallow', align: 'right' },
  { title: 'distance', align: 'right' },
  { title: 'id', align: 'right' },
  { title: 'class', align: 'left' },
  { title: 'name', align: 'left' },
]

interface Options {
  readonly json?: boolean
  readonly sort: Sort<NodeColumn>
  readonly limit: number
}

/**
 * `query FILE EXPRESSION`: the objects that a filter finds.
 * @param language what help says of the filter language, which the engine knows; nothing where nobody reads it
 */
export function addQuery(program: Command, io: Io, language: string): void {
  const command = program
    .command('query')
    .description('the objects that a filter finds, with how many they are and how much they take')
    .argument('<file>', 'a heap snapshot, plain or gzip, or a container; - reads standard input')
    .argument('<expression>', 'a filter, such as class:Session; an empty one finds all objects')
    .addOption(
      new Option(
        '--sort <column>',
        `${Object.keys(SORTS).join(', ')}; a minus before it turns the order round`,
      )
        .argParser(parseSort)
        .default(SORTS['retained'], 'retained'),
    )
    .option('--limit <number>', 'how many objects to list', parseCount, DEFAULT_LIMIT)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `${language}

Sizes are bytes in JSON; distance is null where nothing leads to the object.

Examples:
  $ heapscope query app.heapsnapshot 'class:Session retained:>1k'
  $ heapscope query app.heapsnapshot 'kind:string value:/token=/' --sort size --limit 100
  $ heapscope query app.heapsnapshot 'detached:yes' --json | jq '.rows[].id'`,
    )
  command.action(async (file: string, expression: string, options: Options) => {
    const { NODE_TABLE } = await import('#engine/analyses/node-fields.ts')
    await withFilter(command, expression, NODE_TABLE, async () => {
      const session = await openSession(file, io)
      await session.findRetainers(nodeHost())
      const { limit, sort } = options
      const request = { start: 0, end: limit, sort, filter: expression }
      const found = await session.ask('matching', [request, null], nodeHost())
      await write(io.stdout, options.json ? toJson(found) : toText(found, io))
    })
  })
}

/** `-retained`, `id`. @throws InvalidArgumentError */
function parseSort(text: string): Sort<NodeColumn> {
  const sort = SORTS[text.replace(/^-/, '')]
  if (!sort) throw new InvalidArgumentError(`It must be one of ${Object.keys(SORTS).join(', ')}.`)
  return text.startsWith('-') ? { ...sort, descending: !sort.descending } : sort
}

function toJson({ total, all, shallowSize, rows }: ObjectsPage): string {
  return `${JSON.stringify({ total, all, shallowSize, rows: rows.map(describe) })}\n`
}

function describe(row: NodeRow) {
  return {
    id: row.id,
    type: row.type,
    kind: row.kind,
    name: row.name,
    class: row.className,
    shallowSize: row.shallowSize,
    selfSize: row.selfSize,
    retainedSize: row.retainedSize,
    distance: row.distance,
    detached: row.detached,
    references: row.references,
  }
}

function toText({ total, all, shallowSize, rows }: ObjectsPage, io: Io): string {
  const paint = paintFor(io)
  const found = `${formatCount(total)} of ${formatCount(all)} objects, ${formatBytes(shallowSize)} shallow`
  if (rows.length === 0) return `${paint.quiet(found)}\n`
  const table = formatTable(
    COLUMNS,
    rows.map((row) => [
      bytesCell(row.retainedSize ?? 0),
      bytesCell(row.shallowSize),
      distanceCell(row.distance),
      idText(row.id),
      formatName(row.className, 40),
      formatName(row.name),
    ]),
    paint,
  )
  const shown =
    rows.length < total
      ? `showing ${formatCount(rows.length)} of ${found}; --limit ${total} shows all`
      : found
  return `${table}${paint.quiet(shown)}\n`
}

function distanceCell(distance: number | null): string {
  if (distance === null) return '–'
  return distance >= SYSTEM_DISTANCE
    ? `system +${formatCount(distance - SYSTEM_DISTANCE)}`
    : formatCount(distance)
}
