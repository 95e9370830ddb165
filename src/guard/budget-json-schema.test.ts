import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { expect, test } from 'vitest'
import { budgetJsonSchema } from './budget-json-schema.ts'

const FILE = new URL('../../public/heapscope.budget.schema.json', import.meta.url)

test('public/heapscope.budget.schema.json is the schema that budgets are read by', () => {
  // HEAPSCOPE_WRITE_DOCS=1 writes it anew where budgets have changed.
  if (process.env['HEAPSCOPE_WRITE_DOCS']) writeFileSync(FILE, budgetJsonSchema())
  else expect(readFileSync(FILE, 'utf8')).toBe(budgetJsonSchema())
})
