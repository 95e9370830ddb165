import { idText } from '#engine/base/id-text.ts'
import type { TaskHost } from '#engine/base/task.ts'
import { z } from 'zod'
import type { CutEdges, WhatIf } from '#engine/model/retainer-rows.ts'
import { bytesCell, formatBytes, formatCount, formatName } from '../../text.ts'
import { CallError } from '../call-error.ts'
import { type Capture, objectOf } from '../captures.ts'
import { captureId, filterText, objectId } from '../inputs.ts'
import { count, pageText, shortened, size, tableText } from '../rows.ts'
import { defineTool } from '../tool.ts'

/** More references of one name are named by their ends. */
const MOST_CUT = 100

const sum = z.object({ count, bytes: size })

export const whatIf = defineTool({
  name: 'what-if',
  title: 'What would be freed',
  description:
    'What would be freed if the objects that a filter finds went away together, or if references were cut: give either remove or cut. Checks a cure before it is written.',
  input: z.strictObject({
    capture: captureId,
    remove: filterText.optional(),
    cut: z
      .array(
        z.strictObject({
          from: objectId.describe('The object that refers.'),
          edge: z
            .string()
            .describe('What the reference is called, as object lists it: a property, a variable, an index.'),
          to: objectId.optional().describe('The object referred to, where several are called so.'),
        }),
      )
      .min(1)
      .max(20)
      .optional(),
    limit: z.int().min(1).max(100).default(20).describe('How many classes to list at most.'),
  }),
  output: z.object({
    capture: z.string(),
    removed: sum.nullable().describe('What the filter found.'),
    cut: count.nullable().describe('How many references were cut.'),
    freed: sum.describe('All that would be freed, what was removed included.'),
    total: count.describe('Classes that lose objects.'),
    shown: count,
    classes: z.array(z.object({ name: z.string(), freed: sum, all: sum, query: z.string() })),
  }),
  answer: async ({ capture, remove, cut, limit }, { captures, host }) => {
    const target = captures.get(capture)
    if ((remove === undefined) === (cut === undefined)) {
      throw new CallError('Give either remove, a filter, or cut, a list of references.')
    }
    const found =
      remove === undefined
        ? await withoutEdges(target, cut!, host)
        : await target.session.ask('freedWith', [[{ op: '+', query: remove }]], host)
    const removed = remove === undefined ? null : found.selected
    const edges = remove === undefined ? found.cutEdges.reduce((all, one) => all + one, 0) : null
    const rows = found.classes.slice(0, limit)
    return {
      rows: rows.length,
      say: (shown) => {
        const listed = rows.slice(0, shown)
        const what = removed
          ? `Without the ${formatCount(removed.count)} objects found (${formatBytes(removed.bytes)})`
          : `With ${formatCount(edges!)} ${edges === 1 ? 'reference' : 'references'} cut`
        const cells = listed.map(({ name, freed, all }) => [
          bytesCell(freed.bytes),
          formatCount(freed.count),
          formatCount(all.count),
          formatName(name),
        ])
        return {
          text: `${what}, ${formatBytes(found.freed.bytes)} in ${formatCount(found.freed.count)} objects would be freed.\n\n${tableText(['>freed', '>objects', '>of', 'class'], cells)}${pageText(found.classCount, 0, shown, ['class', 'classes'])}`,
          data: {
            capture,
            removed,
            cut: edges,
            freed: found.freed,
            total: found.classCount,
            shown,
            classes: listed.map(({ name, freed, all, query }) => ({
              name: shortened(name),
              freed,
              all,
              query,
            })),
          },
        }
      },
    }
  },
})

interface WantedCut {
  readonly from: string | number
  readonly edge: string
  readonly to?: string | number | undefined
}

async function withoutEdges(target: Capture, wanted: readonly WantedCut[], host: TaskHost): Promise<WhatIf> {
  const cuts = wanted.flatMap((cut) => cutsOf(target, cut))
  return target.session.ask('whatIf', [[], { cuts, ignored: [] }], host)
}

/** The references of that name that keep something alive. @throws CallError where there is none, or there are too many */
function cutsOf(target: Capture, { from, edge, to }: WantedCut): CutEdges[] {
  const source = objectOf(target, from)
  const end = to === undefined ? null : objectOf(target, to)
  const { rows } = target.session.references(source.node, { start: 0, end: source.references })
  const named = rows.filter(
    ({ edgeName, essential, node }) =>
      essential && String(edgeName) === edge && (end === null || node.node === end.node),
  )
  if (named.length === 0) {
    throw new CallError(
      `No reference “${formatName(edge, 40)}” of ${idText(source.id)} keeps anything alive; object lists its references.`,
    )
  }
  if (named.length > MOST_CUT) {
    throw new CallError(
      `${formatCount(named.length)} references of ${idText(source.id)} are called “${formatName(edge, 40)}”; say which with to.`,
    )
  }
  return named.map(({ edgeType, node }) => ({
    from: `@${source.id}`,
    type: edgeType,
    name: edge,
    to: `@${node.id}`,
  }))
}
