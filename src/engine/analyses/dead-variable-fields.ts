import type { DeadVariableRow } from '../model/dead-variable-rows.ts'
import type { Field, FilterTable } from '../model/filter-fields.ts'
import { type DeadVariables, deadVariableRow } from './dead-variables.ts'
import type { CompleteHeap } from './heap.ts'

interface ListedVariables {
  readonly heap: CompleteHeap
  readonly dead: DeadVariables
}

/** What dead variables can be filtered by; entries are their numbers. */
export const DEAD_VARIABLE_TABLE: FilterTable<ListedVariables> = {
  rows: 'variables',
  own: ['variable', 'function', 'script'],
  fields: [
    textField('variable', 'The variable’s name.', 'variable:buffer', (row) => row.variable),
    textField('function', 'The function that declares it.', 'function:make', (row) => row.functionName),
    textField('script', 'The url of the script.', 'script:app.js', (row) => row.script ?? ''),
    {
      name: 'contexts',
      type: 'count',
      help: 'Contexts in which nobody can use it.',
      example: 'contexts:>100',
      read: ({ dead: { firstSlot } }) => {
        return (index) => firstSlot[index + 1]! - firstSlot[index]!
      },
    },
    {
      name: 'freed',
      type: 'bytes',
      help: 'What would be freed if it were cleared in all these contexts.',
      example: 'freed:>1MB',
      read: ({ dead: { freedSize } }) => {
        return (index) => freedSize[index]!
      },
    },
  ],
}

function textField(
  name: string,
  help: string,
  example: string,
  textOf: (row: DeadVariableRow) => string,
): Field<ListedVariables> {
  return {
    name,
    type: 'text',
    help,
    example,
    read:
      ({ heap, dead }) =>
      (pattern) =>
      (index) =>
        pattern.test(textOf(deadVariableRow(heap, dead, index))),
  }
}
