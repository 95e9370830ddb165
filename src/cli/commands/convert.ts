import { basename } from 'node:path'
import type { Command } from 'commander'
import type { Session } from '#engine/session.ts'
import { type Io, write } from '../io.ts'
import { inputError, openSession } from '../open-session.ts'
import { nodeHost } from '../task-host.ts'
import { formatBytes, formatName } from '../text.ts'
import { version } from '../version.ts'
import { OutputError, whatIsAt, writeBeside } from '../write-beside.ts'

interface Options {
  readonly output: string
  readonly force?: boolean
  readonly redact?: boolean
}

/** `convert FILE -o OUT`: a capture with everything about it computed, as a container. */
export function addConvert(program: Command, io: Io): void {
  const command = program
    .command('convert')
    .description('a heap with everything about it computed, as a container that opens at once')
    .argument('<file>', 'a heap snapshot, plain or gzip, or a container; - reads standard input')
    .requiredOption('-o, --output <file>', 'the container to write')
    .option('--force', 'replace it where it exists')
    .option('--redact', 'leave values out: of each only its length goes, and which are equal')
    .addHelpText(
      'after',
      `
Every command and the page open a container as they open a snapshot. It is a fraction of the snapshot's size, and any
damage to it is found. Converting a container copies it in the newest format.

With --redact names of classes, properties, functions, variables and files go, values of strings and numbers do not; the
capture is called as the output is. docs/sharing.md says what is a name and what is a value.

Examples:
  $ heapscope convert app.heapsnapshot -o app.heapscope
  $ heapscope convert app.heapsnapshot -o for-the-vendor.heapscope --redact
  $ zstd -dc app.heapsnapshot.zst | heapscope convert - -o app.heapscope`,
    )
  command.action(async (file: string, { output, force, redact }: Options) => {
    const there = await whatIsAt(output)
    if (there === 'other') return command.error(`error: ${output} is not a file; name one with -o.`)
    if (there === 'file' && !force) {
      return command.error(`error: ${output} exists; --force replaces it.`)
    }
    const { session, length } = await writeBeside(output, async (sink) => {
      const { ContentHash } = await import('#engine/format/content-hash.ts')
      const { newValueKey, valueHash } = await import('#sharing/value-hash.ts')
      const { ProgressLine } = await import('../progress-line.ts')
      const hash = new ContentHash()
      const opened = await openSession(file, io, { hash })
      const progress = new ProgressLine(io.stderr)
      try {
        const host = nodeHost((step) => progress.show(step))
        const making = {
          contentHash: await hash.digest(),
          producer: `Heapscope ${version()}`,
          created: new Date().toISOString(),
        }
        // The key is let go with this: nobody is to try values on what was written.
        const redaction = redact ? { hash: valueHash(newValueKey()), name: basename(output) } : null
        return { session: opened, length: await opened.save(sink, making, host, redaction) }
      } catch (error) {
        throw error instanceof OutputError ? error : inputError(file, error)
      } finally {
        progress.clear()
      }
    })
    await write(io.stdout, `${report(session, basename(output), length)}\n`)
  })
}

function report(session: Session, output: string, length: number): string {
  const { file, bytes } = session.summary()
  const times = (bytes / length).toFixed(1)
  return `${formatName(output)}: ${formatBytes(length)}, ${times} times smaller than ${formatName(file)} (${formatBytes(bytes)})`
}
