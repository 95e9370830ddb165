import { z } from 'zod'
import { captureId } from '../inputs.ts'
import { summaryData, summaryOutput, summaryText } from '../summary.ts'
import { defineTool, whole } from '../tool.ts'

export const summary = defineTool({
  name: 'summary',
  title: 'Totals of a capture',
  description: 'What is in a capture that is open: totals, and how much is of which kind of object.',
  input: z.strictObject({ capture: captureId }),
  output: summaryOutput,
  answer: async ({ capture }, { captures }) => {
    const { id, session } = captures.get(capture)
    return whole({ text: summaryText(id, session), data: summaryData(id, session) })
  },
})
