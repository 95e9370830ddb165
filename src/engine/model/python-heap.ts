import type { ProcessInfo } from './process-info.ts'
import type { WideColumn } from './snapshot.ts'

/** What a CPython heap says of its objects beside what every heap says, in columns by node, and of its process. */
export interface PythonHeap {
  /** String indexes: the qualified class, of a text its own. `Snapshot.nodeName` is what tells objects of one class apart. */
  readonly className: Uint32Array
  /** Reference counts; `IMMORTAL` where there is none. */
  readonly refcount: Uint32Array
  /** Items, characters or bytes; 0 where the class has no such thing. */
  readonly length: WideColumn
  /** Values of `Generation`. */
  readonly generation: Uint8Array
  /** Bits of `PythonFlag`. */
  readonly flags: Uint8Array
  readonly process: ProcessInfo
}

/** Stands for the reference count of an object that is never freed. */
export const IMMORTAL = 0xffff_ffff

/** What the cycle collector knows of an object: nothing, or its generation. */
export const Generation = { untracked: 0, young: 1, middle: 2, old: 3, frozen: 4 } as const

export const GENERATION_NAMES = ['untracked', 'young', 'middle', 'old', 'frozen'] as const
export type GenerationName = (typeof GENERATION_NAMES)[number]

export const PythonFlag = {
  immortal: 1,
  /** Its class has `__del__` in Python. */
  finalizer: 2,
  /** Its name is a value of the program, not one of its names. */
  value: 4,
  /** An instance of a class written in Python. */
  instance: 8,
  /** A class whose instances have a `__dict__`. */
  classWithDict: 16,
  /** A class with `__slots__`. */
  classWithSlots: 32,
  /** An instance whose `__dict__` exists as an object. */
  ownDict: 64,
} as const

/** Any of these says that an object is a class. */
export const CLASS_FLAGS = PythonFlag.classWithDict | PythonFlag.classWithSlots
