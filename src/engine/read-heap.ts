import { earlyHeap } from './analyses/early-heap.ts'
import type { Heap } from './analyses/heap.ts'
import { beginHeap, shallowHeap } from './analyses/whole-heap.ts'
import { Task, type TaskHost } from './base/task.ts'
import { streamCodec } from './format/container/stream-codec.ts'
import { openFile } from './format/open.ts'
import type { ByteSource } from './format/source.ts'
import type { Reading } from './format/v8/reading.ts'
import type { ReadResult, SecondReader } from './format/v8/text-input.ts'
import type { Assistant as TreeBuilder } from './graph/assistant.ts'
import { RemoteWork } from './graph/remote-work.ts'
import type { Origin } from './origin.ts'
import { SavedHeap } from './saved/saved-heap.ts'

/** Another thread that takes a part of the work. */
export type Assistant = TreeBuilder & SecondReader

/** What was read of a file. */
export interface FoundHeap {
  readonly origin: Origin
  /** The heap, or the container it is still in. */
  readonly heap: Heap | SavedHeap
  /** What reading took. */
  readonly task: Task
  /** What another thread is finding out; null when there is no such thread. */
  readonly remote: RemoteWork | null
}

/**
 * Reads a capture or opens a container, see `Session.read`.
 * @param onEarly takes what is known before the references are read
 */
export async function readHeap(
  source: ByteSource,
  host: TaskHost,
  assistant: Assistant | null,
  reading: Reading,
  onEarly: ((early: FoundHeap) => void) | null,
): Promise<FoundHeap> {
  const task = new Task(host)
  const now = () => host.now()
  const opened = await openFile(source, task, {
    tailReader: assistant,
    reading,
    onEarly: onEarly && (async (early) => onEarly(await foundEarly(source.name, early, host))),
  })
  if (opened.form === 'container') {
    const saved = await SavedHeap.open(opened.container, host.codec ?? streamCodec, task, assistant !== null)
    task.end()
    assistant?.end()
    const { provenance } = saved
    const { file, bytes } = provenance
    const origin = { file, bytes, provenance, leftOut: null, early: false, now }
    return { origin, heap: saved, task, remote: null }
  }
  const { snapshot, bytes } = opened
  const leftOut = opened.form === 'capture' ? opened.leftOut : null
  const origin = { file: source.name, bytes, provenance: null, leftOut, early: false, now }
  if (leftOut !== null) {
    assistant?.end()
    return { origin, heap: await shallowHeap(snapshot, task), task, remote: null }
  }
  const remote = assistant && new RemoteWork(assistant, snapshot, task)
  return { origin, heap: await beginHeap(snapshot, task), task, remote }
}

async function foundEarly(
  file: string,
  { snapshot, bytes, leftOut }: ReadResult,
  host: TaskHost,
): Promise<FoundHeap> {
  const { heap, task } = await earlyHeap(snapshot, host)
  const origin = { file, bytes, provenance: null, leftOut, early: true, now: () => host.now() }
  return { origin, heap, task, remote: null }
}
