import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { expect, test } from 'vitest'
import type { FilterTable } from '../model/filter-fields.ts'
import { fieldHelp, SYNTAX_HELP } from '../query/filter-help.ts'
import { CLASS_TABLE } from './class-fields.ts'
import { EDGE_TABLE } from './edge-fields.ts'
import { NODE_TABLE } from './node-fields.ts'

const FILE = new URL('../../../docs/filter.md', import.meta.url)
const OWN_OF_EDGES = new Set(['edge', 'type', 'essential'])

/** As a cell of a Markdown table. */
const plain = (text: string): string => text.replaceAll('|', '\\|')
const code = (text: string): string => `\`${plain(text)}\``

function fieldLines(fields: FilterTable<never>['fields']): string[] {
  return fieldHelp({ fields }).map(
    ({ names, values, example, help }) =>
      `| ${names.map(code).join(', ')} | ${values} | ${code(example)} | ${plain(help)} |`,
  )
}

/** The document with the rows of the table below a heading replaced. */
function withRows(text: string, heading: string, rows: readonly string[]): string {
  const start = text.indexOf(`\n## ${heading}\n`)
  if (start === -1) throw new Error(`docs/filter.md has no heading “${heading}”.`)
  const rule = text.indexOf('\n|---', start)
  const first = text.indexOf('\n', rule + 1) + 1
  const end = text.indexOf('\n\n', rule)
  return `${text.slice(0, first)}${rows.join('\n')}${text.slice(end)}`
}

test('docs/filter.md has the rules and fields that the help has', () => {
  const before = readFileSync(FILE, 'utf8')
  const rules = SYNTAX_HELP.map(({ example, help }) => `| ${code(example)} | ${plain(help)} |`)
  const tables: readonly (readonly [string, readonly string[]])[] = [
    ['The language', rules],
    ['Fields of objects', fieldLines(NODE_TABLE.fields)],
    ['Fields of classes', fieldLines(CLASS_TABLE.fields)],
    ['Fields of references', fieldLines(EDGE_TABLE.fields.filter(({ name }) => OWN_OF_EDGES.has(name)))],
  ]
  const after = tables.reduce((text, [heading, rows]) => withRows(text, heading, rows), before)
  // HEAPSCOPE_WRITE_DOCS=1 writes the tables anew where fields have changed.
  if (process.env['HEAPSCOPE_WRITE_DOCS']) writeFileSync(FILE, after)
  else expect(before).toBe(after)
})
