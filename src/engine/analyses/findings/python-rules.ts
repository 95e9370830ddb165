import { bufferViews } from './python/buffer-views.ts'
import { classContainers } from './python/class-containers.ts'
import { closures } from './python/closures.ts'
import { cycles } from './python/cycles.ts'
import { dictRecords } from './python/dict-records.ts'
import { duplicateRecords } from './python/duplicate-records.ts'
import { numberLists } from './python/number-lists.ts'
import { objectColumns } from './python/object-columns.ts'
import { slots } from './python/slots.ts'
import { strongCache } from './python/strong-cache.ts'
import { threadLocals } from './python/thread-locals.ts'
import { unboundedCache } from './python/unbounded-cache.ts'
import { unreturnedMemory } from './python/unreturned-memory.ts'
import { wholeLists } from './python/whole-lists.ts'
import type { Rule } from './rule.ts'

/** Rules for heaps of CPython alone. */
export const PYTHON_RULES: readonly Rule[] = [
  slots,
  unboundedCache,
  strongCache,
  dictRecords,
  numberLists,
  duplicateRecords,
  cycles,
  classContainers,
  closures,
  threadLocals,
  wholeLists,
  objectColumns,
  bufferViews,
  unreturnedMemory,
]
