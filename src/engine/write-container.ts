import type { CompleteHeap } from './analyses/heap.ts'
import { Task, type TaskHost } from './base/task.ts'
import { streamCodec } from './format/container/stream-codec.ts'
import type { ByteSink } from './format/sink.ts'
import type { Origin } from './origin.ts'
import { type RedactionRules, redactHeap, redactionSteps } from './redaction/redact-heap.ts'
import { redactedFindings } from './redaction/redacted-findings.ts'
import type { Provenance } from './saved/provenance.ts'
import { saveHeap } from './saved/save-heap.ts'

/** What a container is to say of where it came from and the session does not know. */
export type Making = Pick<Provenance, 'contentHash' | 'producer' | 'created'>

/** How values are taken out, and what the capture is called then: its file's name may say more than it should. */
export interface Redaction extends RedactionRules {
  readonly name: string
  readonly findings?: RenamedFindings
}

/** Findings by their keys, and who takes what they are called in the redacted heap; see `redactedFindings`. */
export interface RenamedFindings {
  readonly keys: readonly string[]
  readonly take: (renamed: ReadonlyMap<string, string>) => void
}

/** Writes a heap as a container, see `Session.save`. */
export async function writeContainer(
  heap: CompleteHeap,
  { file, bytes, provenance }: Origin,
  sink: ByteSink,
  making: Making,
  host: TaskHost,
  redaction: Redaction | null,
): Promise<number> {
  const task = new Task(host)
  const from = provenance ?? { file, bytes, ...making }
  let written = heap
  if (redaction) {
    task.begin('redact', redactionSteps(heap.snapshot))
    written = await redactHeap(heap, redaction, task)
    const { findings } = redaction
    if (findings && findings.keys.length > 0) {
      task.begin('answer', 1)
      const search = (report: (fraction: number) => void) =>
        redactedFindings(heap, written, findings.keys, host, report)
      findings.take(await task.waitFor(search))
    }
  }
  const said = redaction ? { ...making, file: redaction.name, bytes, contentHash: null } : from
  const length = await saveHeap(written, said, sink, host.codec ?? streamCodec, task)
  task.end()
  return length
}
