import { idText } from '#engine/base/id-text.ts'
import { z } from 'zod'
import type { NodeColumn } from '#engine/model/rows.ts'
import { bytesCell, formatBytes, formatCount, formatName } from '../../text.ts'
import { captureId, filterText, page, sortBy } from '../inputs.ts'
import { count, objectData, objectOutput, pageData, pageOutput, pageText, size, tableText } from '../rows.ts'
import { defineTool } from '../tool.ts'

const SORTS = {
  retained: 'retainedSize',
  shallow: 'shallowSize',
  references: 'references',
  distance: 'distance',
  id: 'id',
  name: 'name',
  class: 'className',
} as const satisfies Record<string, NodeColumn>

const LARGEST_FIRST: ReadonlySet<string> = new Set(['retained', 'shallow', 'references'])

export const query = defineTool({
  name: 'query',
  title: 'Objects that a filter finds',
  description:
    'The objects that a filter finds, with how many they are and how many bytes they take. The name of a string is its value. With a base, an earlier capture, `status:new` finds what came since; without one, filters such as `leak:` and `status:` are about what diff, leaks or findings compared last.',
  input: z.strictObject({
    capture: captureId,
    filter: filterText,
    base: captureId.optional().describe('An earlier capture that is open, for filters by what changed.'),
    ...sortBy(['retained', 'shallow', 'references', 'distance', 'id', 'name', 'class']),
    ...page,
  }),
  output: z.object({
    capture: z.string(),
    all: count.describe('Objects in the capture.'),
    shallowSize: size.describe('Bytes of all that were found.'),
    ...pageOutput,
    rows: z.array(z.object({ ...objectOutput, references: count, detached: z.boolean() })),
  }),
  answer: async ({ capture, filter, base, sort, reverse, start, limit }, { captures, host }) => {
    const target = captures.get(capture)
    if (base !== undefined) await captures.beside(target, [captures.get(base)], null, host)
    const request = {
      start,
      end: start + limit,
      filter,
      sort: { column: SORTS[sort], descending: LARGEST_FIRST.has(sort) !== reverse },
    }
    const { rows, total, all, shallowSize } = await target.session.ask('matching', [request, null], host)
    return {
      rows: rows.length,
      say: (shown) => {
        const listed = rows.slice(0, shown)
        const cells = listed.map((row) => [
          bytesCell(row.retainedSize ?? 0),
          bytesCell(row.shallowSize),
          idText(row.id),
          formatName(row.className, 40),
          formatName(row.name),
        ])
        const found = `${formatBytes(shallowSize)} shallow together; there are ${formatCount(all)} objects in all`
        return {
          text: `${tableText(['>retained', '>shallow', '>id', 'class', 'name'], cells)}${pageText(total, start, shown, ['object', 'objects'])}\n${found}`,
          data: {
            capture,
            all,
            shallowSize,
            ...pageData(total, start, shown),
            rows: listed.map((row) => ({
              ...objectData(row),
              references: row.references,
              detached: row.detached,
            })),
          },
        }
      },
    }
  },
})
