import { z } from 'zod'
import type { LeakRow } from '#engine/model/leak-rows.ts'
import { formatBytes, formatCount, formatName } from '../../text.ts'
import { CallError } from '../call-error.ts'
import { captureId, page } from '../inputs.ts'
import {
  count,
  pageData,
  pageOutput,
  pageText,
  pathData,
  pathOutput,
  pathText,
  shortened,
  size,
} from '../rows.ts'
import { defineTool } from '../tool.ts'

const sums = z.object({ clusters: count, count, retainedSize: size })

export const leaks = defineTool({
  name: 'leaks',
  title: 'What came and stayed',
  description:
    'Of three captures or more of one program in their order (before some work, after it, after what should be freed was freed): the objects that came in between and are still there, put together by how they are held, with the path to one of each. What the engine makes for itself comes last.',
  input: z.strictObject({
    captures: z.array(captureId).min(3).max(20).describe('Their ids, in the order in which they were taken.'),
    match: z.enum(['id', 'path']).optional(),
    ...page,
    limit: page.limit.default(10),
  }),
  output: z.object({
    captures: z.array(z.string()),
    program: sums.describe('All clusters of the program’s objects.'),
    engine: sums.describe('All clusters of the engine’s own.'),
    ...pageOutput,
    clusters: z.array(
      z.object({
        fingerprint: z.string().describe('The same in other runs and builds.'),
        class: z.string(),
        count,
        retainedSize: size.describe('Exactly, or at least that: see exact.'),
        exact: z.boolean(),
        engine: z.boolean(),
        perCycle: z.array(count).describe('How many came between each capture and the next.'),
        pattern: z.enum(['every', 'once', 'some']).nullable(),
        query: z.string().describe('The filter that finds them, until something else is compared.'),
        example: z.int().describe('The id of the one that retains most.'),
        path: pathOutput,
      }),
    ),
  }),
  answer: async ({ captures: ids, match, start, limit }, { captures, host }) => {
    if (new Set(ids).size < ids.length)
      throw new CallError('A capture is named twice; name three or more that differ.')
    const all = ids.map((id) => captures.get(id))
    const last = all.at(-1)!
    const earlier = all.slice(0, -1)
    await captures.beside(last, earlier, match ?? null, host)
    const keys = earlier.map(({ id }) => id)
    const found = await last.session.ask('leaks', [keys, { start, end: start + limit }], host)
    const { rows, total, program, engine } = found
    return {
      rows: rows.length,
      say: (shown) => {
        const listed = rows.slice(0, shown)
        const of = `${formatCount(program.clusters)} with ${formatCount(program.count)} objects of the program’s, ${formatCount(engine.clusters)} with ${formatCount(engine.count)} objects of the engine’s own`
        return {
          text: [
            ...listed.map(clusterText),
            `${pageText(total, start, shown, ['cluster', 'clusters'])}\n${of}\n◆ every path from the root comes through here`,
          ].join('\n\n'),
          data: {
            captures: ids,
            program,
            engine,
            ...pageData(total, start, shown),
            clusters: listed.map(clusterData),
          },
        }
      },
    }
  },
})

function clusterData(row: LeakRow) {
  const { fingerprint, retainedSize, exact, engine, perCycle, pattern, query, representative } = row
  return {
    fingerprint,
    class: shortened(row.className),
    count: row.count,
    retainedSize,
    exact,
    engine,
    perCycle: [...perCycle],
    pattern,
    query,
    example: representative.node.id,
    path: pathData(representative.path),
  }
}

function clusterText({
  count: objects,
  className,
  retainedSize,
  exact,
  engine,
  perCycle,
  ...row
}: LeakRow): string {
  const bytes = `${exact ? '' : 'at least '}${formatBytes(retainedSize)}`
  const came = row.pattern ? `, came ${perCycle.map(formatCount).join(', ')}` : ''
  const head = `${formatCount(objects)} × ${formatName(className)}, ${bytes}${came}${engine ? ', the engine’s own' : ''}, ${row.query}`
  return `${head}\n${pathText(row.representative.path)}`
}
