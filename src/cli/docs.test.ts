import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { expect, test } from 'vitest'
import { allCommands, helpOf, withSubcommands } from './testing/commands.ts'

const FILE = new URL('../../docs/cli.md', import.meta.url)
const START = '\n## Reference\n'
const COLUMNS = 110

/** The reference: what `--help` says of every command. */
async function reference(): Promise<string> {
  // The language has a page of its own.
  const program = await allCommands(
    '\nThe language and the fields of objects: docs/filter.md, or heapscope query --help.',
  )
  const commands = program.commands.flatMap((command) => withSubcommands(command))
  const sections = commands.map(
    ([name, command]) => `### heapscope ${name}\n\n\`\`\`text\n${helpOf(command, COLUMNS).trim()}\n\`\`\``,
  )
  const about = 'What `heapscope COMMAND --help` prints, made from the commands themselves.'
  return [about, ...sections].join('\n\n')
}

test('docs/cli.md has a reference of every command as it is', async () => {
  const before = readFileSync(FILE, 'utf8')
  const start = before.indexOf(START)
  const head = start === -1 ? before : before.slice(0, start + 1)
  const after = `${head.trimEnd()}\n${START}\n${await reference()}\n`
  // HEAPSCOPE_WRITE_DOCS=1 writes it anew where commands have changed.
  if (process.env['HEAPSCOPE_WRITE_DOCS']) writeFileSync(FILE, after)
  else expect(before).toBe(after)
})
