import { HeapError } from '../../base/error.ts'
import type { Task } from '../../base/task.ts'
import { noTraces } from '../../model/traces.ts'
import { type WithoutObjects, withoutObjects } from '../without-objects.ts'
import { PickleMachine } from './pickle-machine.ts'
import { Kind, KIND_NAMES, type KindNumber, type PickledObject, type PickleValues } from './pickle-values.ts'
import { refused } from './refusal.ts'
import { StackCollector } from './stack-collector.ts'

/** Bytes read, and traces taken, between two chances to cancel. */
const SLICE = 1 << 16
const TRACES_A_SLICE = 1 << 12
/** What `pickle` begins with since protocol 2; text and JSON never do. */
const PROTOCOL = 0x80
const LAST_BYTE = 0xff

/** Whether a file that begins with these bytes is a pickle. */
export function isPickle(beginning: Uint8Array): boolean {
  return beginning[0] === PROTOCOL && (beginning[1] ?? LAST_BYTE) < 0x20
}

/**
 * Reads what `tracemalloc.Snapshot.dump` writes (Python 3.6 and later), in one pass and without executing anything: every
 * memory block that Python had allocated counts for the stack that allocated it. O(bytes) time and memory.
 * @throws HeapError `bad-pickle` for every other pickle, `cut-off`
 */
export async function readTracePickle(
  chunks: AsyncIterable<Uint8Array>,
  size: number | null,
  task: Task,
): Promise<WithoutObjects> {
  task.begin('read', size ?? 0)
  const machine = new PickleMachine()
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += SLICE) {
      // The source may use its memory again, and the machine keeps what is not whole.
      machine.push(chunk.slice(from, from + SLICE))
      const wait = task.tick(machine.bytes)
      if (wait) await wait
    }
  }
  const { result, bytes } = machine
  if (result === null) {
    throw new HeapError(
      'cut-off',
      `The pickle is cut off at byte ${bytes}, before its end; dump or copy it again.`,
      {
        section: 'pickle',
        byte: bytes,
      },
    )
  }
  const dump = new Dump(machine.values, bytes)
  const stacks = await dump.stacks(result, task)
  const { tree, functions, strings } = stacks.finish()
  const traces = { functions, tree, samples: noTraces().samples }
  return { snapshot: withoutObjects('cpython trace', strings, { traces }), bytes }
}

/** The values of a pickle, taken for a dump of tracemalloc. */
class Dump {
  readonly #values: PickleValues
  readonly #bytes: number
  readonly #stacks = new StackCollector()
  /** By traceback and domain: the entry of its innermost frame. Tracebacks are shared between the traces of a dump. */
  readonly #entries = new Map<number, Map<number, number>>()
  readonly #frames = new Map<number, number>()

  constructor(values: PickleValues, bytes: number) {
    this.#values = values
    this.#bytes = bytes
  }

  async stacks(result: number, task: Task): Promise<StackCollector> {
    const snapshot = this.#object(result, 'tracemalloc.Snapshot')
    const traces = this.#object(this.#attribute(snapshot, 'traces'), 'tracemalloc._Traces')
    const list = this.#values.lists[this.#data(this.#attribute(traces, '_traces'), Kind.list)]!
    for (let i = 0; i < list.count; i++) {
      this.#trace(list.at(i))
      if (i % TRACES_A_SLICE === 0) {
        const wait = task.tick(this.#bytes)
        if (wait) await wait
      }
    }
    return this.#stacks
  }

  /** `(domain, size, traceback)`, since Python 3.9 with the number of frames there were. */
  #trace(trace: number): void {
    const values = this.#values
    this.#data(trace, Kind.tuple)
    const length = values.length(trace)
    if (length !== 3 && length !== 4) this.#fail(`has a trace of ${length} parts instead of 3 or 4`)
    const domain = this.#whole(values.item(trace, 0), 2 ** 32)
    const size = this.#whole(values.item(trace, 1), Number.MAX_SAFE_INTEGER)
    this.#stacks.add(this.#entry(values.item(trace, 2), domain), size)
  }

  #entry(traceback: number, domain: number): number {
    const known = this.#entries.get(traceback)?.get(domain)
    if (known !== undefined) return known
    this.#data(traceback, Kind.tuple)
    // The innermost frame comes first.
    let entry: number | null = null
    for (let i = this.#values.length(traceback) - 1; i >= 0; i--) {
      entry = this.#stacks.entry(entry, this.#frame(this.#values.item(traceback, i)), domain)
    }
    if (entry === null) this.#fail('has a trace without a frame')
    const ofTraceback = this.#entries.get(traceback) ?? new Map<number, number>()
    this.#entries.set(traceback, ofTraceback.set(domain, entry))
    return entry
  }

  /** `(filename, line)` */
  #frame(frame: number): number {
    const known = this.#frames.get(frame)
    if (known !== undefined) return known
    this.#data(frame, Kind.tuple)
    const values = this.#values
    if (values.length(frame) !== 2) this.#fail(`has a frame of ${values.length(frame)} parts instead of 2`)
    const file = values.texts[this.#data(values.item(frame, 0), Kind.text)]!
    const number = this.#stacks.frame(file, this.#whole(values.item(frame, 1), 2 ** 32))
    this.#frames.set(frame, number)
    return number
  }

  #object(value: number, className: string): PickledObject {
    const object = this.#values.objects[this.#data(value, Kind.object)]!
    if (object.className !== className) this.#fail(`has a ${object.className} where a ${className} belongs`)
    return object
  }

  #attribute({ className, attributes }: PickledObject, name: string): number {
    return attributes.get(name) ?? this.#fail(`has a ${className} without “${name}”`)
  }

  #whole(value: number, below: number): number {
    const number = this.#data(value, Kind.whole)
    return number >= 0 && number < below ? number : this.#fail(`has the number ${number} in a trace`)
  }

  #data(value: number, kind: KindNumber): number {
    const found = this.#values.kind(value)
    if (found !== kind) this.#fail(`has ${KIND_NAMES[found]} where ${KIND_NAMES[kind]} belongs`)
    return this.#values.data(value)
  }

  /** What is wrong shows when all is read. */
  #fail(what: string): never {
    throw refused(`${what}, as shows`, this.#bytes)
  }
}
