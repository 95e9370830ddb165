import type { Rule } from './rule.ts'

/** Rules for heaps of V8 alone. */
export const V8_RULES: readonly Rule[] = []
