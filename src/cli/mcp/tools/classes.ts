import { z } from 'zod'
import type { ClassColumn } from '#engine/model/rows.ts'
import { bytesCell, formatCount, formatName } from '../../text.ts'
import { captureId, page, sortBy } from '../inputs.ts'
import { count, pageData, pageOutput, pageText, shortened, size, tableText } from '../rows.ts'
import { defineTool } from '../tool.ts'

const SORTS = {
  retained: 'retainedSize',
  shallow: 'shallowSize',
  count: 'count',
  distance: 'distance',
  name: 'name',
} as const satisfies Record<string, ClassColumn>

export const classes = defineTool({
  name: 'classes',
  title: 'Classes',
  description:
    'The classes of a capture with how many objects each has, their own (shallow) bytes, and what would be freed if all of them went away (retained; these overlap and do not add up). Begin here to see what the memory is.',
  input: z.strictObject({
    capture: captureId,
    filter: z
      .string()
      .optional()
      .describe('A filter for classes, such as `Session`, `retained:>1MB` or `count:>1000`.'),
    ...sortBy(['retained', 'shallow', 'count', 'distance', 'name']),
    ...page,
  }),
  output: z.object({
    capture: z.string(),
    ...pageOutput,
    rows: z.array(
      z.object({
        name: z.string(),
        key: z.string().describe('Names the class where several have one name.'),
        kind: z.string(),
        count,
        shallowSize: size,
        retainedSize: size.nullable(),
        query: z.string().describe('The filter that finds its objects, for query and what-if.'),
      }),
    ),
  }),
  answer: async ({ capture, filter, sort, reverse, start, limit }, { captures }) => {
    const { session } = captures.get(capture)
    const largestFirst = sort !== 'name' && sort !== 'distance'
    const { rows, total } = session.classes({
      start,
      end: start + limit,
      sort: { column: SORTS[sort], descending: largestFirst !== reverse },
      ...(filter === undefined ? {} : { filter }),
    })
    return {
      rows: rows.length,
      say: (shown) => {
        const listed = rows.slice(0, shown)
        const cells = listed.map((row) => [
          bytesCell(row.retainedSize ?? 0),
          bytesCell(row.shallowSize),
          formatCount(row.count),
          formatName(row.name),
        ])
        return {
          text: `${tableText(['>retained', '>shallow', '>count', 'class'], cells)}${pageText(total, start, shown, ['class', 'classes'])}`,
          data: {
            capture,
            ...pageData(total, start, shown),
            rows: listed.map((row) => ({
              name: shortened(row.name),
              key: row.key,
              kind: row.kind,
              count: row.count,
              shallowSize: row.shallowSize,
              retainedSize: row.retainedSize,
              query: row.query,
            })),
          },
        }
      },
    }
  },
})
