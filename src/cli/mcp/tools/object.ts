import { z } from 'zod'
import type { EdgeRow, Page } from '#engine/model/rows.ts'
import { edgeText, nameOf } from '../../commands/path-steps.ts'
import { bytesCell, formatBytes, formatCount } from '../../text.ts'
import { objectOf } from '../captures.ts'
import { captureId, objectId, page } from '../inputs.ts'
import {
  count,
  edgeData,
  edgeOutput,
  type Noun,
  objectData,
  objectOutput,
  pageData,
  pageOutput,
  pageText,
  pathData,
  pathOutput,
  pathText,
  tableText,
} from '../rows.ts'
import { defineTool } from '../tool.ts'

const edges = z.object({ ...pageOutput, rows: z.array(edgeOutput) })

export const object = defineTool({
  name: 'object',
  title: 'One object',
  description:
    'One object: its sizes, the shortest path that keeps it alive, what refers to it (retainers) and what it refers to (references). start and limit are for both lists.',
  input: z.strictObject({ capture: captureId, id: objectId, ...page }),
  output: z.object({
    capture: z.string(),
    ...objectOutput,
    name: z.string().describe('Up to 1,024 characters of it.'),
    detached: z.boolean(),
    dominator: z.int().nullable().describe('The id of what alone keeps it alive; null for the root.'),
    dominated: count.nullable().describe('Objects right below it in the dominator tree.'),
    path: pathOutput,
    retainers: edges,
    references: edges,
  }),
  answer: async ({ capture, id, start, limit }, { captures }) => {
    const target = captures.get(capture)
    const { node } = objectOf(target, id)
    const detail = target.session.object(node)
    const request = { start, end: start + limit }
    const retainers = target.session.retainers(node, request)
    const references = target.session.references(node, request)
    const { dominator, dominated, path } = detail
    return {
      rows: Math.max(retainers.rows.length, references.rows.length),
      say: (shown) => ({
        text: [
          `${nameOf(detail.node)}, ${detail.node.className}, ${detail.node.kind}`,
          `retained ${formatBytes(detail.node.retainedSize ?? 0)}, shallow ${formatBytes(detail.node.shallowSize)}, dominator ${dominator ? nameOf(dominator) : 'none'}, dominates ${formatCount(dominated ?? 0)}`,
          '',
          'Why it is alive (◆: every path comes through here)',
          pathText(path ?? []),
          '',
          edgesText(['retainer', 'retainers'], retainers, start, shown),
          '',
          edgesText(['reference', 'references'], references, start, shown),
        ].join('\n'),
        data: {
          capture,
          ...objectData(detail.node),
          name: detail.node.name,
          detached: detail.node.detached,
          dominator: dominator?.id ?? null,
          dominated,
          path: pathData(path ?? []),
          retainers: edgesData(retainers, start, shown),
          references: edgesData(references, start, shown),
        },
      }),
    }
  },
})

function edgesData({ rows, total }: Page<EdgeRow>, start: number, most: number) {
  const listed = rows.slice(0, most)
  return { ...pageData(total, start, listed.length), rows: listed.map(edgeData) }
}

function edgesText(noun: Noun, { rows, total }: Page<EdgeRow>, start: number, most: number): string {
  const listed = rows.slice(0, most)
  const head = pageText(total, start, listed.length, noun)
  if (listed.length === 0) return head
  const cells = listed.map(({ edgeType, edgeName, written, essential, node }) => [
    bytesCell(node.retainedSize ?? 0),
    edgeText(edgeType, edgeName, written) + (essential ? '' : ' (keeps nothing alive)'),
    nameOf(node),
  ])
  return `${head}\n${tableText(['>retained', noun[0], 'object'], cells).trimEnd()}`
}
