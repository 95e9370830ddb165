import { slots } from './python/slots.ts'
import type { Rule } from './rule.ts'

/** Rules for heaps of CPython alone. */
export const PYTHON_RULES: readonly Rule[] = [slots]
