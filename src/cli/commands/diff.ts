import type { Command } from 'commander'
import type { MatchedBy } from '#engine/model/digest.ts'
import type { ClassChangePage, OwnerPage, PairRow } from '#engine/model/diff-rows.ts'
import type { Session } from '#engine/session.ts'
import { checkCaptures, MATCHED_BY, openSeries } from '../beside.ts'
import { type Io, write } from '../io.ts'
import { parseChoice, parseCount } from '../parse.ts'
import { nodeHost } from '../task-host.ts'
import { diffJson } from './diff-json.ts'
import { diffText } from './diff-text.ts'

const BY = ['class', 'owner', 'type'] as const
/** How many rows people see unless they ask for another number; programs see all. */
const DEFAULT_TOP = 20

interface Options {
  readonly json?: boolean
  readonly by: (typeof BY)[number]
  readonly match?: MatchedBy
  readonly top?: number
}

/** What changed between two captures. Sizes are bytes. */
export interface Difference {
  readonly by: Options['by']
  readonly pair: PairRow
  readonly classes: ClassChangePage
  /** Classes of which nothing changed. */
  readonly unchanged: number
  /** Null unless they are asked for. */
  readonly owners: OwnerPage | null
  /** Rows that are listed at most. */
  readonly top: number
}

/** `diff BASE TARGET`: what grew from one capture to another. */
export function addDiff(program: Command, io: Io): void {
  const command = program
    .command('diff')
    .description('what grew from one capture to another: by class, by who owns it, or by type')
    .argument('<base>', 'the earlier capture: a heap snapshot, plain or gzip, or a container')
    .argument('<target>', 'the later one; one of the two may be - for standard input')
    .option('--by <what>', `${BY.join(', ')}: what a line stands for`, parseChoice(BY), 'class')
    .option(
      '--match <how>',
      'id: objects are the same that have one id, as within one process; path: that stand at the same place (default: id where both come from one process)',
      parseChoice(MATCHED_BY),
    )
    .option('--top <number>', `how many rows (${DEFAULT_TOP}, with --json all)`, parseCount)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Of a class, new objects are in the target alone and deleted ones in the base alone; its retained size is what would be freed
if all of its objects went away, so these do not add up. With --by owner, each new or deleted object belongs to the nearest
object that dominates it and is in both captures; what no object owns is always told.

In JSON sizes are bytes. matched, totals.base, totals.target and totals.delta are {"nodes","bytes"}: objects of a shallow
size above 0 and their shallow sizes; matched are those of the target that are in the base too.

Examples:
  $ heapscope diff before.heapsnapshot after.heapsnapshot
  $ heapscope diff before.heapsnapshot after.heapsnapshot --by owner --top 5
  $ heapscope diff monday.heapsnapshot tuesday.heapsnapshot --match path --json | jq '.classes[0]'`,
    )
  command.action(async (base: string, target: string, options: Options) => {
    checkCaptures(command, [base, target], 2)
    const { last, pairs } = await openSeries([base, target], options.match ?? null, io)
    const top = options.top ?? (options.json ? Infinity : DEFAULT_TOP)
    const difference = await differenceOf(last, pairs[0]!, options.by, top)
    await write(io.stdout, options.json ? diffJson(difference) : diffText(difference, io))
  })
}

async function differenceOf(
  session: Session,
  pair: PairRow,
  by: Options['by'],
  top: number,
): Promise<Difference> {
  const page = { start: 0, end: by === 'type' ? Infinity : top }
  const classes = await session.ask('classChanges', [{ ...page, changedOnly: true }], nodeHost())
  const owners = by === 'owner' ? await session.ask('growthOwners', [page], nodeHost()) : null
  const all = await session.ask('classChanges', [{ start: 0, end: 0 }], nodeHost())
  return { by, pair, classes, unchanged: all.total - classes.total, owners, top }
}
