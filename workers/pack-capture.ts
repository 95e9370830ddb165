import type { TaskHost } from '#engine/base/task.ts'
import type { Session } from '#engine/session.ts'
import type { PackRequest } from '#protocol/worker.ts'
import { BlobSink } from '#sharing/blob-sink.ts'
import { valueHash } from '#sharing/value-hash.ts'
import { version } from '../package.json'

/** Writes a capture as a container to be sent: without its values where there is a key for what stands for them. */
export async function packCapture(
  session: Pick<Session, 'save'>,
  { key, keys, name }: PackRequest,
  host: TaskHost,
): Promise<Blob> {
  const sink = new BlobSink()
  const making = { contentHash: null, producer: `Heapscope ${version}`, created: new Date().toISOString() }
  const redaction = key ? { hash: valueHash(key), keys, name } : null
  await session.save(sink, making, host, redaction)
  return sink.blob()
}
