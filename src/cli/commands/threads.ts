import type { Command } from 'commander'
import { idText } from '#engine/base/id-text.ts'
import type { LocalRow, ThreadRow } from '#engine/model/thread-rows.ts'
import { type Io, write } from '../io.ts'
import { openSession } from '../open-session.ts'
import { nodeHost } from '../task-host.ts'
import { formatBytes, formatCount, formatName, type Paint, paintFor } from '../text.ts'

const NO_THREADS =
  'This capture says nothing of threads: only captures that heapscope.dump makes of Python programs do.'

/** `threads FILE`: what each thread of a Python program was doing, and what that holds. */
export function addThreads(program: Command, io: Io): void {
  program
    .command('threads')
    .description('the stacks of a Python program with local variables and what each call alone retains')
    .argument(
      '<file>',
      'a capture of a Python program, plain or gzip, or a container; - reads standard input',
    )
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Each thread is printed like a traceback, the most recent call last. "alone" is what would be freed if only this call were
over; a value that the caller holds too is not freed then.

Examples:
  $ heapscope threads app.heapsnapshot.gz
  $ heapscope threads app.heapsnapshot.gz --json`,
    )
    .action(async (file: string, { json }: { readonly json?: boolean }) => {
      const session = await openSession(file, io)
      await session.findRetainers(nodeHost())
      const threads = await session.ask('threads', [], nodeHost())
      await write(io.stdout, json ? toJson(threads) : toText(threads, paintFor(io)))
    })
}

function toJson(threads: readonly ThreadRow[]): string {
  const described = threads.map(({ frames, ...thread }) => ({
    ...thread,
    frames: frames.map(({ kind, depth, name, file, line, retainedSize, values }) => {
      return { kind, depth, name, file, line, retainedSize, locals: values.map(localOf) }
    }),
  }))
  return `${JSON.stringify({ threads: described })}\n`
}

function localOf({ name, node }: LocalRow) {
  const { id, className, shallowSize, retainedSize } = node
  return { name, id, class: className, shallowSize, retainedSize }
}

function toText(threads: readonly ThreadRow[], paint: Paint): string {
  if (threads.length === 0) return `${NO_THREADS}\n`
  return threads.map((thread) => threadText(thread, paint)).join('\n')
}

function threadText({ name, id, daemon, retainedSize, frames }: ThreadRow, paint: Paint): string {
  const words = [
    ...(id === null ? [] : [String(id)]),
    ...(daemon === true ? ['daemon'] : []),
    `retains ${formatBytes(retainedSize)}`,
  ]
  // As Python prints it: the most recent call last.
  const calls = frames.toReversed().map((frame) => {
    const place = frame.file === null ? '' : `File "${formatName(frame.file, 200)}", line ${frame.line}, in `
    const head = `  ${place}${formatName(frame.name)}  ${paint.quiet(`${formatBytes(frame.retainedSize)} alone`)}`
    return [head, ...frame.values.map((local) => `    ${localText(local, paint)}`)].join('\n')
  })
  return `${paint.strong(`Thread ${formatName(name)}`)} (${words.join(', ')})\n${calls.join('\n')}\n`
}

function localText({ name, node }: LocalRow, paint: Paint): string {
  const length = node.python?.length ?? 0
  const what = `${formatName(node.className, 60)}${length > 0 ? ` of ${formatCount(length)}` : ''}`
  return `${formatName(name)}: ${what} ${idText(node.id)}  ${paint.quiet(formatBytes(node.retainedSize ?? 0))}`
}
