import { z } from 'zod'
import { captureId } from '../inputs.ts'
import { defineTool, whole } from '../tool.ts'

export const close = defineTool({
  name: 'close',
  title: 'Close a capture',
  description: 'Lets a capture go that is not needed any more, and the memory it takes.',
  input: z.strictObject({ capture: captureId }),
  output: z.object({ closed: z.string(), open: z.string() }),
  answer: async ({ capture }, { captures }) => {
    const { id } = captures.close(capture)
    const open = captures.list()
    return whole({ text: `${id} is closed; ${open}.`, data: { closed: id, open } })
  },
})
