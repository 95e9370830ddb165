import type { Command } from 'commander'
import type { MemoryFigures, ProcessMemoryAnswer } from '#engine/model/process-memory-rows.ts'
import { type Io, write } from '../io.ts'
import { checkCaptures } from '../beside.ts'
import { openSession } from '../open-session.ts'
import { nodeHost } from '../task-host.ts'

const UNKNOWN =
  'does not say what memory its process used: capture a Python process with the agent, import heapscope; heapscope.dump("app.heapsnapshot.gz")'

/** What is known of the process of a capture, its memory included. */
export type KnownMemory = ProcessMemoryAnswer & { readonly figures: MemoryFigures }

/** `memory FILE [BASE]`: where the resident memory of a Python process is. */
export function addMemory(program: Command, io: Io): void {
  const command = program
    .command('memory')
    .description('where the resident memory (RSS) of a Python process is')
    .argument('<file>', 'a capture of the Python agent, or a container of one; - reads standard input')
    .argument('[base]', 'an earlier capture: each part has what it grew by')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Parts add up to the resident size. Objects count by shallow size; what pymalloc and malloc have in use beyond them belongs
to no object, and what they have free is memory that did not go back to the system.

Examples:
  $ heapscope memory app.heapsnapshot.gz
  $ heapscope memory after.heapsnapshot.gz before.heapsnapshot.gz
  $ heapscope memory app.heapsnapshot.gz --json | jq .parts`,
    )
  command.action(async (file: string, base: string | undefined, options: { readonly json?: boolean }) => {
    if (base !== undefined) checkCaptures(command, [file, base], 2)
    const after = await memoryOf(command, file, io)
    const before = base === undefined ? null : await memoryOf(command, base, io)
    if (options.json) {
      const { memoryJson } = await import('./memory-json.ts')
      await write(io.stdout, memoryJson(after, before))
    } else {
      const { memoryText } = await import('./memory-text.ts')
      await write(io.stdout, memoryText(after, before, io))
    }
  })
}

async function memoryOf(command: Command, file: string, io: Io): Promise<KnownMemory> {
  const session = await openSession(file, io)
  await session.findRetainers(nodeHost())
  const answer = await session.ask('processMemory', [], nodeHost())
  if (!answer?.figures) return command.error(`error: ${file} ${UNKNOWN}.`)
  return { ...answer, figures: answer.figures }
}
