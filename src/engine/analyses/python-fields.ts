import type { Field } from '../model/filter-fields.ts'
import { GENERATION_NAMES, IMMORTAL, PythonFlag } from '../model/python-heap.ts'
import type { Heap } from './heap.ts'

/** What objects of Python can be filtered by. In heaps of others, nothing passes. */
export const PYTHON_FIELDS: readonly Field<Heap>[] = [
  {
    name: 'refcount',
    type: 'count',
    lacking: true,
    help: 'The reference count of a Python object; none where it is immortal.',
    example: 'refcount:>100',
    read: ({ snapshot: { python } }) => {
      return (node) => referenceCount(python?.refcount[node])
    },
  },
  {
    name: 'len',
    type: 'count',
    lacking: true,
    help: 'How many items, characters or bytes a Python object has, where its class has such a thing.',
    example: 'len:>1000',
    read: ({ snapshot: { python } }) => {
      return (node) => python?.length[node] || Number.NaN
    },
  },
  {
    name: 'generation',
    type: 'choice',
    choices: GENERATION_NAMES,
    help: 'The generation of the cycle collector that a Python object is in.',
    example: 'generation:old,frozen',
    read: ({ snapshot: { python } }) => ({
      words: [...GENERATION_NAMES, ''],
      codeOf: (node) =>
        Math.min(python?.generation[node] ?? GENERATION_NAMES.length, GENERATION_NAMES.length),
    }),
  },
  {
    name: 'immortal',
    type: 'flag',
    help: 'Whether a Python object is never freed.',
    example: 'immortal:no',
    read: (heap) => flagReader(heap, PythonFlag.immortal),
  },
  {
    name: 'finalizer',
    type: 'flag',
    help: 'Whether the class of a Python object has __del__.',
    example: 'finalizer:yes',
    read: (heap) => flagReader(heap, PythonFlag.finalizer),
  },
]

function flagReader({ snapshot: { python } }: Heap, flag: number) {
  return (node: number) => ((python?.flags[node] ?? 0) & flag) !== 0
}

function referenceCount(count: number | undefined): number {
  return count === undefined || count === IMMORTAL ? Number.NaN : count
}
