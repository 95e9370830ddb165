import { NODE_TABLE } from '#engine/analyses/node-fields.ts'
import { fieldHelp, SYNTAX_HELP } from '#engine/query/filter-help.ts'

/** The filter language with the fields of objects, for help. */
export function languageHelp(): string {
  const fields = fieldHelp(NODE_TABLE).map(({ example, help }) => [example, help] as const)
  const rules = SYNTAX_HELP.map(({ example, help }) => [example, help] as const)
  const width = Math.max(...[...fields, ...rules].map(([example]) => example.length))
  const lines = (rows: readonly (readonly [string, string])[]) =>
    rows.map(([example, help]) => `  ${example.padEnd(width)}  ${help}`).join('\n')
  return `
The language:
${lines(rules)}

Fields of objects:
${lines(fields)}`
}
