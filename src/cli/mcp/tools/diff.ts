import { z } from 'zod'
import type { ClassChangePage, OwnerPage, PairRow, SideTotals } from '#engine/model/diff-rows.ts'
import { matchText } from '../../commands/diff-text.ts'
import { deltaCell, formatBytes, formatCount, formatCountDelta, formatDelta, formatName } from '../../text.ts'
import { nameOf } from '../../commands/path-steps.ts'
import { captureId, page } from '../inputs.ts'
import { count, pageData, pageOutput, pageText, shortened, size, tableText } from '../rows.ts'
import { type Answer, defineTool } from '../tool.ts'

const side = z.object({ objects: count, shallowSize: size })
const grown = { added: count, addedSize: size, removed: count, removedSize: size }

const output = z.object({
  base: z.string(),
  target: z.string(),
  matchedBy: z.enum(['id', 'path']),
  sameProcess: z.boolean(),
  totals: z.object({ base: side, target: side }),
  ...pageOutput,
  classes: z
    .array(
      z.object({
        name: z.string(),
        ...grown,
        countDelta: z.int(),
        shallowDelta: size,
        retainedDelta: size,
        query: z.string().nullable().describe('The filter that finds its objects in the target.'),
      }),
    )
    .optional(),
  owners: z
    .array(
      z.object({
        id: z.int(),
        name: z.string(),
        class: z.string(),
        ...grown,
        growth: size,
        retainedDelta: size,
        mostly: z.string().nullable().describe('The class that most of what came is of.'),
      }),
    )
    .optional(),
  unattributed: z
    .object({ ...grown, growth: size })
    .optional()
    .describe('What no object owns.'),
})

type Output = z.input<typeof output>

export const diff = defineTool({
  name: 'diff',
  title: 'What changed between two captures',
  description:
    'What grew from an earlier capture (base) to a later one (target): by class, or by owner, the nearest object in both captures that what came hangs on. By owner tells who leaks; growth by owner adds up to that of the heap.',
  input: z.strictObject({
    base: captureId,
    target: captureId,
    by: z.enum(['class', 'owner']).default('class'),
    match: z
      .enum(['id', 'path'])
      .optional()
      .describe('How objects are told to be the same; unless given, by id where both are of one process.'),
    ...page,
  }),
  output,
  answer: async ({ base, target, by, match, start, limit }, { captures, host }) => {
    const later = captures.get(target)
    const [pair] = await captures.beside(later, [captures.get(base)], match ?? null, host)
    const request = { start, end: start + limit }
    const shared = { base, target, pair: pair!, start }
    if (by === 'owner') return ownersAnswer(await later.session.ask('growthOwners', [request], host), shared)
    const changes = await later.session.ask('classChanges', [{ ...request, changedOnly: true }], host)
    return classesAnswer(changes, shared)
  },
})

interface Shared {
  readonly base: string
  readonly target: string
  readonly pair: PairRow
  readonly start: number
}

function classesAnswer({ rows, total }: ClassChangePage, shared: Shared): Answer<Output> {
  return {
    rows: rows.length,
    say: (shown) => {
      const listed = rows.slice(0, shown)
      const cells = listed.map((row) => [
        deltaCell(row.retainedDelta),
        deltaCell(row.shallowDelta),
        formatCountDelta(row.countDelta),
        formatCount(row.added),
        formatCount(row.removed),
        formatName(row.name),
      ])
      const table = tableText(['>retained', '>shallow', '>count', '>new', '>deleted', 'class'], cells)
      return {
        text: `${pairText(shared.pair)}\n\n${table}${pageText(total, shared.start, shown, ['class that changed', 'classes that changed'])}`,
        data: {
          ...pairData(shared),
          ...pageData(total, shared.start, shown),
          classes: listed.map((row) => ({
            name: shortened(row.name),
            ...grownData(row),
            countDelta: row.countDelta,
            shallowDelta: row.shallowDelta,
            retainedDelta: row.retainedDelta,
            query: row.targetQuery,
          })),
        },
      }
    },
  }
}

function ownersAnswer({ rows, total, unattributed }: OwnerPage, shared: Shared): Answer<Output> {
  return {
    rows: rows.length,
    say: (shown) => {
      const listed = rows.slice(0, shown)
      const cells = listed.map((row) => [
        deltaCell(row.growth),
        formatCount(row.added),
        formatCount(row.removed),
        nameOf(row.node),
        row.mostly ? `mostly ${formatCount(row.mostly.count)} ${formatName(row.mostly.name)}` : '',
      ])
      const rest = `${formatDelta(unattributed.growth)} hangs on the roots themselves: no object owns it`
      const table = tableText(['>growth', '>new', '>deleted', 'owner', 'what came'], cells)
      return {
        text: `${pairText(shared.pair)}\n\n${table}${pageText(total, shared.start, shown, ['owner', 'owners'])}\n${rest}`,
        data: {
          ...pairData(shared),
          ...pageData(total, shared.start, shown),
          owners: listed.map((row) => ({
            id: row.node.id,
            name: shortened(row.node.name),
            class: shortened(row.node.className),
            ...grownData(row),
            growth: row.growth,
            retainedDelta: row.retainedDelta,
            mostly: row.mostly && shortened(row.mostly.name),
          })),
          unattributed: { ...grownData(unattributed), growth: unattributed.growth },
        },
      }
    },
  }
}

function grownData({
  added,
  addedSize,
  removed,
  removedSize,
}: Pick<OwnerPage['unattributed'], keyof typeof grown>) {
  return { added, addedSize, removed, removedSize }
}

function pairData({ base, target, pair }: Shared) {
  const totals = { base: sideData(pair.base), target: sideData(pair.target) }
  return { base, target, matchedBy: pair.matchedBy, sameProcess: pair.sameProcess, totals }
}

function sideData({ count: objects, shallowSize }: SideTotals) {
  return { objects, shallowSize }
}

function pairText(pair: PairRow): string {
  const { base, target } = pair
  const text = ({ file, shallowSize, count: objects }: SideTotals): string =>
    `${formatName(file)}: ${formatBytes(shallowSize)} in ${formatCount(objects)} objects`
  const delta = `${formatDelta(target.shallowSize - base.shallowSize)}, ${formatCountDelta(target.count - base.count)} objects`
  return [`base   ${text(base)}`, `target ${text(target)}`, `delta  ${delta} (${matchText(pair)})`].join('\n')
}
