import type { HeapFamily } from '../../model/finding-rows.ts'
import { duplicateStrings } from './both/duplicate-strings.ts'
import { largeClass } from './both/large-class.ts'
import { largeCollection } from './both/large-collection.ts'
import { largeObject } from './both/large-object.ts'
import { PYTHON_RULES } from './python-rules.ts'
import type { Rule } from './rule.ts'
import { V8_RULES } from './v8-rules.ts'

/** All rules. What one finds does not depend on another; where two claim the same bytes, the worse finding has them. */
export const RULES: readonly Rule[] = [
  largeCollection,
  largeObject,
  largeClass,
  duplicateStrings,
  ...V8_RULES,
  ...PYTHON_RULES,
]

/** Those for heaps of one family. */
export function rulesFor(family: HeapFamily): readonly Rule[] {
  return RULES.filter((rule) => rule.family === null || rule.family === family)
}
