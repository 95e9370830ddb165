import { describe, expect, test } from 'vitest'
import { languageHelp } from './commands/filter-language.ts'
import { allCommands, helpOf, withSubcommands } from './testing/commands.ts'

const program = await allCommands(languageHelp())
const commands = program.commands.flatMap((command) => withSubcommands(command))

/** The command lines of a help's examples in words; quoted ones keep their quotes. */
function examplesOf(help: string): string[][] {
  const text = /^Examples?:\n((?: {2}.*\n?)+)/m.exec(help)?.[1] ?? ''
  const lines = text.split('\n').filter((line) => line.includes('heapscope'))
  return lines.map((line) => {
    const own = /(?:^| |\()heapscope ((?:'[^']*'|[^'|>)])*)/.exec(line)?.[1] ?? ''
    return own.match(/'[^']*'|\S+/g) ?? []
  })
}

/** The command of a command line: the one that is named by most of its first words. */
function commandOf(words: readonly string[]): (typeof commands)[number] | undefined {
  const line = `${words.join(' ')} `
  return commands.findLast(([name]) => line.startsWith(`${name} `))
}

describe.each(commands)('%s', (name, command) => {
  const help = helpOf(command, 80)

  test('says what it is for, and what each argument and option is', () => {
    expect(command.description()).toMatch(/^\S.*[^.]$/)
    const unsaid = [...command.options, ...command.registeredArguments].filter(
      ({ description }) => !description,
    )
    expect(unsaid).toEqual([])
  })

  test('has examples of itself that its parser takes', () => {
    const examples = examplesOf(help)
    expect(examples.some((words) => `${words.join(' ')} `.startsWith(`${name} `))).toBe(true)
    for (const words of examples) {
      const [shown, { options }] = commandOf(words)!
      const known = [...options.flatMap(({ short, long }) => [short, long]), '--help']
      const flags = words.filter((word) => /^--?[a-z]/.test(word)).map((word) => word.replace(/=.*/, ''))
      // What `serve` takes is the server’s own.
      if (shown !== 'serve') expect(known).toEqual(expect.arrayContaining(flags))
    }
  })
})

test('the program’s own help shows examples of commands that there are', () => {
  const examples = examplesOf(helpOf(program, 80))
  expect(examples.length).toBeGreaterThan(10)
  for (const words of examples) expect(commandOf(words), words.join(' ')).toBeDefined()
})
