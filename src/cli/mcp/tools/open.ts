import { z } from 'zod'
import { summaryData, summaryOutput, summaryText } from '../summary.ts'
import { defineTool, whole } from '../tool.ts'

export const open = defineTool({
  name: 'open',
  title: 'Open a capture',
  description:
    'Opens a heap snapshot of V8 (Chrome, Node, Deno, Bun), a capture of CPython, or a .heapscope container from a file on this machine, and gives the id that all other tools take, with the totals. Large files take a while. Unless the server was started with --redact, answers of all tools hold values from the heap (strings, numbers), which may be secrets.',
  input: z.strictObject({
    file: z
      .string()
      .min(1)
      .describe(
        'The path of the file; of a bundle of captures the number of one behind it, as in team.heapscope:2.',
      ),
  }),
  output: summaryOutput,
  answer: async ({ file }, { captures, host }) => {
    const { id, session } = await captures.open(file, host)
    return whole({ text: summaryText(id, session), data: summaryData(id, session) })
  },
})
