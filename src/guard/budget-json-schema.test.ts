import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
import { expect, test } from 'vitest'
import { budgetJsonSchema } from './budget-json-schema.ts'
import { readBudget } from './read-budget.ts'

const FILE = new URL('../../public/heapscope.budget.schema.json', import.meta.url)

test('public/heapscope.budget.schema.json is the schema that budgets are read by', () => {
  // HEAPSCOPE_WRITE_DOCS=1 writes it anew where budgets have changed.
  if (process.env['HEAPSCOPE_WRITE_DOCS']) writeFileSync(FILE, budgetJsonSchema())
  else expect(readFileSync(FILE, 'utf8')).toBe(budgetJsonSchema())
})

test.each<[boolean, unknown]>([
  [true, { $schema: 'x', '//': ['anything'], total: '120 MB', growth: '5 %' }],
  [
    true,
    { classes: { '// why': 1, Session: { '//': 'one a user', objects: 0, growth: { objects: '5%' } } } },
  ],
  [
    true,
    {
      code: { '/src/cache/': { retained: '10 %', shallow: '1.5GiB' } },
      filters: { 'size:>1k': { objects: 3 } },
    },
  ],
  [true, { findings: { worst: 'note', worstNew: 'none', except: { '// a': 0, 'slots/1a2b-2': 'why' } } }],
  [false, { totals: '1 MB' }],
  [false, { total: '10 %' }],
  [false, { total: 120 }],
  [false, { growth: '5' }],
  [false, { classes: { Session: { objects: -1 } } }],
  [false, { classes: { Session: { objects: '3' } } }],
  [false, { classes: { Session: { growth: { objects: '2 MB' } } } }],
  [false, { code: { '': { objects: 1 } } }],
  [false, { findings: { worst: 'serious' } }],
  [false, { findings: { except: { slots: 'why' } } }],
  [false, { findings: { except: { 'slots/1a2b': ' ' } } }],
])('editors and the command line agree, %s: %j', (isRight, budget) => {
  const validate = new AjvJsonSchemaValidator().getValidator(JSON.parse(budgetJsonSchema()) as object)
  expect(validate(budget).valid).toBe(isRight)
  expect('budget' in readBudget(JSON.stringify(budget))).toBe(isRight)
})
