import type { TaskHost } from '#engine/base/task.ts'
import type { Session } from '#engine/session.ts'
import type { PackedCapture, PackRequest } from '#protocol/worker.ts'
import { BlobSink } from '#sharing/blob-sink.ts'
import { valueHash } from '#sharing/value-hash.ts'
import { version } from '../package.json'

/** Writes a capture as a container to be sent: without its values where there is a key for what stands for them. */
export async function packCapture(
  session: Pick<Session, 'save'>,
  { key, keys, name, findings }: PackRequest,
  host: TaskHost,
): Promise<PackedCapture> {
  const sink = new BlobSink()
  const making = { contentHash: null, producer: `Heapscope ${version}`, created: new Date().toISOString() }
  let renamed: ReadonlyMap<string, string> = new Map(findings.map((finding) => [finding, finding]))
  const take = (there: typeof renamed) => {
    renamed = there
  }
  const redaction = key ? { hash: valueHash(key), keys, name, findings: { keys: findings, take } } : null
  await session.save(sink, making, host, redaction)
  return { file: sink.blob(), findings: renamed }
}
