import { basename } from 'node:path'
import type { ByteSource } from '#engine/format/source.ts'
import { inputAt, UsageError } from '../input.ts'
import { type Io, write } from '../io.ts'
import { inputError } from '../open-session.ts'
import { formatBytes, formatName } from '../text.ts'
import { whatIsAt, writeBeside } from '../write-beside.ts'

interface Target {
  readonly output: string
  /** Whether a file that is there is replaced. */
  readonly force: boolean
}

const LONGEST_LINE = 1000

/**
 * Downloads what a link opens, and writes it: the capture or container where it is one, else the bundle. Then says what
 * the sender said.
 * @throws UsageError, ShareError, InputError, OutputError
 */
export async function saveShare(link: string, { output, force }: Target, io: Io): Promise<void> {
  const there = await whatIsAt(output)
  if (there === 'other') throw new UsageError(`${output} is not a file; name one with -o.`)
  if (there === 'file' && !force) throw new UsageError(`${output} exists; --force replaces it.`)
  const { whole, captures, bundle } = await inputAt(link, io).catch((error: unknown) => {
    throw inputError(link, error)
  })
  await writeBeside(output, async (sink) => {
    for await (const bytes of whole.chunks()) await sink.write(bytes)
  })
  const said = bundle ? [bundle.title, ...bundle.note.split('\n')] : []
  const lines = [report(basename(output), whole, captures), ...said.filter((line) => line.trim() !== '')]
  await write(io.stdout, `${lines.map((line) => formatName(line, LONGEST_LINE)).join('\n')}\n`)
}

function report(output: string, { size }: ByteSource, captures: readonly ByteSource[]): string {
  const what = captures.length === 1 ? captures[0]!.name : `${captures.length} captures`
  return `${output}: ${what}, ${formatBytes(size ?? 0)}`
}
