import { HeapError } from '../../base/error.ts'
import type { Task } from '../../base/task.ts'
import type { ByteSource } from '../source.ts'

/** A file of a known length that can be read anywhere. */
export interface RandomAccess {
  readonly name: string
  readonly size: number
  /** Bytes `from` to `to` (exclusive). @throws HeapError `cut-off` where the file ends before */
  read(from: number, to: number): Promise<Uint8Array>
}

/**
 * The source as a file that can be read anywhere: as it is where it can be, else kept in memory, as a container from a
 * pipe must be (it is a fraction of what it opens to).
 * @param chunks the source's bytes from its start, should they be needed
 */
export async function randomAccess(
  source: ByteSource,
  chunks: AsyncIterable<Uint8Array>,
  task: Task,
): Promise<RandomAccess> {
  const { name, size } = source
  if (source.read && size !== null) {
    return { name, size, read: async (from, to) => whole(await source.read!(from, to), from, to) }
  }
  const bytes = await collect(chunks, task)
  return { name, size: bytes.length, read: async (from, to) => whole(bytes.subarray(from, to), from, to) }
}

function whole(bytes: Uint8Array, from: number, to: number): Uint8Array {
  if (bytes.length === to - from) return bytes
  throw new HeapError(
    'cut-off',
    `The container ends at byte ${from + bytes.length} while it is being read; copy it again.`,
    { section: 'blocks', byte: from + bytes.length },
  )
}

async function collect(chunks: AsyncIterable<Uint8Array>, task: Task): Promise<Uint8Array> {
  let bytes = new Uint8Array(1 << 20)
  let used = 0
  for await (const chunk of chunks) {
    if (used + chunk.length > bytes.length) {
      const wider = new Uint8Array(Math.max(bytes.length * 2, used + chunk.length))
      wider.set(bytes.subarray(0, used))
      bytes = wider
    }
    bytes.set(chunk, used)
    used += chunk.length
    const wait = task.tick(used)
    if (wait) await wait
  }
  return bytes.subarray(0, used)
}
