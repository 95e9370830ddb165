import { z } from 'zod'
import { BudgetSchema } from './budget.ts'

const COMMENT = '^//($| )'

/** The schema of budgets for editors, as the text of a file. */
export function budgetJsonSchema(): string {
  const schema = z.toJSONSchema(BudgetSchema, {
    // What editors know best.
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      // What a comment says may be anything.
      if (jsonSchema.type === 'object') jsonSchema.patternProperties = { [COMMENT]: {} }
      const keys = jsonSchema.propertyNames
      if (typeof keys === 'object' && keys.pattern && !keys.pattern.endsWith(COMMENT))
        keys.pattern += `|${COMMENT}`
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
    },
  })
  const about = {
    $schema: schema.$schema,
    title: 'Heapscope budget',
    description: 'Rules about a heap that heapscope check holds captures to.',
  }
  return `${JSON.stringify({ ...about, ...schema, ...about }, null, 2)}\n`
}
