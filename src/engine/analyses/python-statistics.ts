import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { DICT_CLASSES } from '../graph/python-dicts.ts'
import { NodeType } from '../model/kinds.ts'
import { CLASS_FLAGS, PythonFlag, type PythonHeap } from '../model/python-heap.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { PythonPart } from '../model/statistics-rows.ts'

/** What the bytes of a Python heap are used for, in the order of the rows. */
export const PYTHON_PARTS: readonly PythonPart[] = [
  'instances',
  'dicts',
  'sequences',
  'texts',
  'numbers',
  'buffers',
  'functions',
  'classes',
  'otherPython',
]

const CLASSES: Readonly<Partial<Record<PythonPart, readonly string[]>>> = {
  dicts: [...DICT_CLASSES],
  sequences: ['list', 'tuple', 'set', 'frozenset', 'collections.deque'],
  texts: ['bytes', 'bytearray'],
  buffers: ['numpy.ndarray', 'array.array', 'memoryview', 'mmap.mmap', 'pickle.PickleBuffer'],
  functions: [
    'cell',
    'frame',
    'generator',
    'coroutine',
    'async_generator',
    'classmethod',
    'staticmethod',
    'property',
    'functools.partial',
    'functools._lru_cache_wrapper',
  ],
  classes: ['type', 'module', 'abc.ABCMeta'],
}

const PART_OF_TYPE: Readonly<Record<number, PythonPart>> = {
  [NodeType.string]: 'texts',
  [NodeType.number]: 'numbers',
  [NodeType.closure]: 'functions',
  [NodeType.code]: 'functions',
}

/**
 * By node: the number of the part it counts to. By node type and class; classes of the program are told by their flags,
 * and so are the instances of them. O(nodes).
 * @param first the number of the first part
 */
export async function pythonParts(
  snapshot: Snapshot,
  python: PythonHeap,
  first: number,
  task: Task,
): Promise<Uint8Array> {
  const parts = new Uint8Array(snapshot.nodeCount)
  const partOfClass = new ClassParts(snapshot, first)
  await inSlices(task, snapshot.nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      const ofType = PART_OF_TYPE[snapshot.nodeType[node]!]
      const flags = python.flags[node]!
      if (ofType) parts[node] = first + PYTHON_PARTS.indexOf(ofType)
      else if ((flags & CLASS_FLAGS) !== 0) parts[node] = first + PYTHON_PARTS.indexOf('classes')
      else if ((flags & PythonFlag.instance) !== 0) parts[node] = first + PYTHON_PARTS.indexOf('instances')
      else parts[node] = partOfClass.of(python.className[node]!)
    }
  })
  return parts
}

/** Parts by the string that names a class, each looked up once. */
class ClassParts {
  readonly #snapshot: Snapshot
  readonly #first: number
  /** By string: the part's number plus one; 0 where it was not looked up. */
  readonly #known: Uint8Array

  constructor(snapshot: Snapshot, first: number) {
    this.#snapshot = snapshot
    this.#first = first
    this.#known = new Uint8Array(snapshot.strings.count)
  }

  of(name: number): number {
    if (this.#known[name] === 0) this.#known[name] = this.#look(this.#snapshot.strings.text(name)) + 1
    return this.#known[name]! - 1
  }

  #look(name: string): number {
    const part = PYTHON_PARTS.find((one) => CLASSES[one]?.includes(name)) ?? 'otherPython'
    return this.#first + PYTHON_PARTS.indexOf(part)
  }
}
