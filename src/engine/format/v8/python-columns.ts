import { column } from '../../base/columns.ts'
import { HeapError } from '../../base/error.ts'
import type { ProcessInfo } from '../../model/process-info.ts'
import type { PythonHeap } from '../../model/python-heap.ts'
import type { WideColumn } from '../../model/snapshot.ts'
import type { WideNumber } from '../kernel/number-parser.ts'
import { processFromJson } from './process-json.ts'
import { clampedWords, RecordColumns } from './record-columns.ts'

/** The fields of a node that only Python captures have, in the order of their columns here. */
const FIELDS = ['refcount', 'length', 'generation', 'flags', 'preview'] as const

/** What the header of a Python capture says beside that of others. */
export interface PythonHeader {
  readonly process: ProcessInfo
  /** By page: the address of its first byte, divided by 65,536. */
  readonly pages: Float64Array
  /** Where `FIELDS` stand in a record; -1 where the capture lacks one. */
  readonly fields: readonly number[]
}

/** An id is the number of a page, and which of its words of 8 bytes the object begins at. */
const WORD_BITS = 13
const PAGE_BYTES = 0x1_0000
const WORD_BYTES = 8

/** Null where it is no Python capture. @param py the value of `py` in the section `snapshot` */
export function pythonHeader(py: unknown, nodeFields: readonly string[]): PythonHeader | null {
  if (typeof py !== 'object' || py === null) return null
  const pages: unknown = Reflect.get(py, 'pageTable')
  return {
    process: processFromJson(py),
    pages: Float64Array.from(Array.isArray(pages) ? pages : [], Number),
    fields: FIELDS.map((name) => nodeFields.indexOf(name)),
  }
}

/** Takes what only Python captures say of their nodes. */
export class PythonColumns {
  readonly #header: PythonHeader
  readonly #records: RecordColumns
  readonly #shared: boolean
  #count = 0

  constructor(header: PythonHeader, stride: number, shared: boolean) {
    this.#header = header
    this.#shared = shared
    this.#records = new RecordColumns({ stride, fields: header.fields.filter((field) => field !== -1) })
  }

  /** Whether a field may need more than 32 bits. */
  isWide(field: number): boolean {
    return field === this.#header.fields[1]
  }

  accept(numbers: Uint32Array, count: number, wide: readonly WideNumber[]): void {
    this.#records.accept(numbers, count, wide)
    this.#count += count
  }

  /**
   * The columns as they are in a snapshot. What the file calls an object's name is its class; its name is the preview.
   * @param name by node: what the file calls its name
   * @param id by node: its id in the file
   * @throws HeapError `bad-number` where an id is on no page
   */
  finish(name: Uint32Array, id: WideColumn): PythonNodes {
    const [refcount, length, generation, flags, preview] = this.#columns()
    const nodeName = column(Uint32Array, this.#count, this.#shared)
    const names = clampedWords(preview!)
    for (let node = 0; node < this.#count; node++) nodeName[node] = names[node] || name[node]!
    return {
      nodeName,
      nodeId: this.#addresses(id),
      python: {
        className: name,
        refcount: clampedWords(refcount!),
        length: length!,
        generation: Uint8Array.from(generation!),
        flags: Uint8Array.from(flags!),
        process: this.#header.process,
      },
    }
  }

  /** One for each of `FIELDS`; of zeros where the capture lacks it. */
  #columns(): readonly WideColumn[] {
    const found = this.#records.finish().values()
    return this.#header.fields.map((field) =>
      field === -1 ? new Uint32Array(this.#count) : (found.next().value ?? new Uint32Array(this.#count)),
    )
  }

  #addresses(id: WideColumn): WideColumn {
    const { pages } = this.#header
    if (pages.length === 0) return id
    const address = column(Float64Array, this.#count, this.#shared)
    for (let node = 0; node < this.#count; node++) {
      const page = pages[Math.floor(id[node]! / (1 << WORD_BITS))]
      if (page === undefined || !(page >= 0)) throw onNoPage(node, id[node]!)
      address[node] = page * PAGE_BYTES + (id[node]! % (1 << WORD_BITS)) * WORD_BYTES
    }
    return address
  }
}

export interface PythonNodes {
  readonly nodeName: Uint32Array
  /** Addresses: `id(object)`. */
  readonly nodeId: WideColumn
  readonly python: PythonHeap
}

function onNoPage(node: number, id: number): HeapError {
  return new HeapError(
    'bad-number',
    `Node ${node} has the id ${id}, which is on no page of the capture’s table; the file is damaged, capture it again.`,
  )
}
