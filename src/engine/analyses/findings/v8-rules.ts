import type { Rule } from './rule.ts'
import { consoleKept } from './v8/console-kept.ts'
import { detachedDom } from './v8/detached-dom.ts'
import { dictionaryObjects } from './v8/dictionary-objects.ts'
import { oneFieldWrappers } from './v8/one-field-wrappers.ts'
import { reactFibers } from './v8/react-fibers.ts'

/** Rules for heaps of V8 alone. */
export const V8_RULES: readonly Rule[] = [
  detachedDom,
  consoleKept,
  reactFibers,
  dictionaryObjects,
  oneFieldWrappers,
]
