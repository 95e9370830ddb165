import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { FilterTable } from '../model/filter-fields.ts'
import { fieldHelp, SYNTAX_HELP } from '../query/filter-help.ts'
import { CLASS_TABLE } from './class-fields.ts'
import { EDGE_TABLE } from './edge-fields.ts'
import { NODE_TABLE } from './node-fields.ts'

const DOCS = readFileSync(new URL('../../../docs/filter.md', import.meta.url), 'utf8')

/** As a cell of a Markdown table. */
const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``
const plain = (text: string): string => text.replaceAll('|', '\\|')

function fieldLines(table: Pick<FilterTable<never>, 'fields'>, without: readonly string[] = []): string[] {
  return fieldHelp(table)
    .filter(({ names }) => !without.includes(names[0]!))
    .map(({ names, values, example, help }) => {
      return `| ${names.map(code).join(', ')} | ${values} | ${code(example)} | ${plain(help)} |`
    })
}

/** The lines of the table below a heading. */
function tableBelow(heading: string): string[] {
  const [, below] = DOCS.split(`\n## ${heading}\n`)
  if (below === undefined) throw new Error(`docs/filter.md has no heading “${heading}”.`)
  const lines = below.split('\n## ')[0]!.split('\n')
  return lines.filter((line) => line.startsWith('|')).slice(2)
}

test('docs/filter.md has the rules that the help has', () => {
  const rules = SYNTAX_HELP.map(({ example, help }) => `| ${code(example)} | ${plain(help)} |`)
  expect(tableBelow('The language')).toEqual(rules)
})

test('docs/filter.md has the fields of every table', () => {
  expect(tableBelow('Fields of objects')).toEqual(fieldLines(NODE_TABLE))
  expect(tableBelow('Fields of classes')).toEqual(fieldLines(CLASS_TABLE))
  const own = new Set(NODE_TABLE.fields.map(({ name }) => name))
  const shared = EDGE_TABLE.fields
    .map(({ name }) => name)
    .filter((name) => own.has(name) && name !== 'edge' && name !== 'type')
  expect(tableBelow('Fields of references')).toEqual(fieldLines(EDGE_TABLE, shared))
})
