import type { Phase, Progress, TaskHost } from '#engine/base/task.ts'
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

/** The steps of packing with the part of the time that each takes, about as measured. */
const KEEPING: readonly Step[] = [['write', 1]]
const REDACTING: readonly Step[] = [
  ['redact', 0.5],
  ['write', 0.5],
]
const RENAMING: readonly Step[] = [
  ['redact', 0.4],
  ['answer', 0.2],
  ['write', 0.4],
]

type Step = readonly [phase: Phase, part: number]

/** Makes of how far a step is how far all of them are, 0 to 1: it never goes back. */
export function packProgress(
  { key, findings }: Pick<PackRequest, 'key' | 'findings'>,
  report: (fraction: number) => void,
): (progress: Progress) => void {
  const steps = key === null ? KEEPING : findings.length === 0 ? REDACTING : RENAMING
  let last = 0
  return ({ phase, done, total }) => {
    const at = steps.findIndex(([name]) => name === phase)
    if (at === -1) return
    const before = steps.slice(0, at).reduce((sum, [, part]) => sum + part, 0)
    last = Math.max(last, before + steps[at]![1] * (total ? Math.min(1, done / total) : 0))
    report(last)
  }
}
