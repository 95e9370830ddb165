import { HeapError } from '#engine/base/error.ts'
import type { Progress, TaskHost } from '#engine/base/task.ts'
import { isContainer } from '#engine/format/container/layout.ts'
import { ContentHash, hashed } from '#engine/format/content-hash.ts'
import type { ByteSource } from '#engine/format/source.ts'
import type { Session } from '#engine/session.ts'
import type { Saved } from '#protocol/worker.ts'
import { version } from '../package.json'
import type { PartFile } from './part-file.ts'

/** Reading and hashing the file takes about this share of saving it. */
const HASHING_SHARE = 0.15
/** The longest magic number of a container. */
const FIRST_BYTES = 8

/** What is to be saved. */
export interface OpenCapture {
  readonly session: Pick<Session, 'save'>
  /** The file it was opened from. */
  readonly source: ByteSource
}

/** What saving takes from outside. */
export interface Saving {
  readonly host: (report: (progress: Progress) => void) => TaskHost
  readonly open: () => Promise<PartFile>
  /** Takes how much is done, 0 to 1. */
  readonly report: (fraction: number) => void
  readonly signal: AbortSignal
}

/**
 * Hashes the file a capture was opened from, and writes the capture as a container. A file that is a container already
 * is copied as it is. Lets others run in between, and leaves nothing behind when it fails.
 * @throws HeapError, or what the browser refuses with
 */
export async function saveCapture({ session, source }: OpenCapture, saving: Saving): Promise<Saved> {
  const part = await saving.open()
  try {
    const saved = (await isOneAlready(source))
      ? await copy(source, part, saving)
      : await convert(session, source, part, saving)
    stopIfCancelled(saving)
    part.close()
    return saved
  } catch (error) {
    // Why saving failed is what matters; what stays all the same is cleared away later.
    await part.discard().catch(() => {})
    throw error
  }
}

async function convert(
  session: Pick<Session, 'save'>,
  source: ByteSource,
  part: PartFile,
  saving: Saving,
): Promise<Saved> {
  const hash = new ContentHash()
  for await (const chunk of source.chunks()) {
    stopIfCancelled(saving)
    await hash.update(chunk)
    saving.report(HASHING_SHARE * fractionOf(hash.bytes, source.size))
  }
  const contentHash = await hash.digest()
  const report = ({ done, total }: Progress) =>
    saving.report(HASHING_SHARE + (1 - HASHING_SHARE) * fractionOf(done, total))
  const host = { ...saving.host(report), signal: saving.signal }
  const making = { contentHash, producer: `Heapscope ${version}`, created: new Date().toISOString() }
  return { contentHash, bytes: await session.save(part, making, host) }
}

async function copy(source: ByteSource, part: PartFile, saving: Saving): Promise<Saved> {
  const hash = new ContentHash()
  for await (const chunk of hashed(source.chunks(), hash)) {
    stopIfCancelled(saving)
    await part.write(chunk)
    saving.report(fractionOf(hash.bytes, source.size))
  }
  return { contentHash: await hash.digest(), bytes: hash.bytes }
}

async function isOneAlready(source: ByteSource): Promise<boolean> {
  const first = await source.read?.(0, FIRST_BYTES)
  return first !== undefined && isContainer(first)
}

function fractionOf(done: number, total: number | null): number {
  return total ? Math.min(1, done / total) : 1
}

function stopIfCancelled({ signal }: Saving): void {
  if (signal.aborted) throw new HeapError('cancelled', 'Saving was cancelled.')
}
