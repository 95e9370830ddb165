import { z } from 'zod'
import { objectOf } from '../captures.ts'
import { nameOf } from '../../commands/path-steps.ts'
import { captureId, objectId } from '../inputs.ts'
import { count, pathData, pathOutput, pathText } from '../rows.ts'
import { defineTool } from '../tool.ts'

export const path = defineTool({
  name: 'path',
  title: 'Why an object is alive',
  description:
    'Why an object is alive: the shortest path from the root to it, and further ones that share no object with those before. To free it, every path must be cut.',
  input: z.strictObject({
    capture: captureId,
    id: objectId,
    paths: z.int().min(1).max(10).default(3).describe('How many paths to look for.'),
  }),
  output: z.object({
    capture: z.string(),
    id: z.int(),
    shown: count,
    exhausted: z.boolean().describe('Whether there is no other path that shares no object with these.'),
    paths: z.array(pathOutput),
  }),
  answer: async ({ capture, id, paths: most }, { captures, host }) => {
    const target = captures.get(capture)
    const found = objectOf(target, id)
    const nothing = { cuts: [], ignored: [] }
    const { paths, exhausted } = await target.session.ask('heldHowElse', [found.node, most, nothing], host)
    return {
      rows: paths.length,
      say: (shown) => {
        const listed = paths.slice(0, shown)
        const isAll = exhausted && shown === paths.length
        const lines = listed.map(
          (one, i) => `Path ${i + 1} (◆: every path comes through here)\n${pathText(one)}`,
        )
        const end = isAll
          ? 'No other path shares no object with these.'
          : 'There may be more paths; ask for more with paths.'
        return {
          text: [nameOf(found), ...(paths.length === 0 ? [pathText([])] : lines), end].join('\n\n'),
          data: { capture, id: found.id, shown, exhausted: isAll, paths: listed.map(pathData) },
        }
      },
    }
  },
})
