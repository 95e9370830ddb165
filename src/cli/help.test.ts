import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { languageHelp } from './commands/filter-language.ts'
import { allCommands, helpOf } from './testing/commands.ts'

const program = allCommands(languageHelp())

/** The command lines of a help's examples in words; quoted ones keep their quotes. */
function examplesOf(help: string): string[][] {
  const text = /^Examples?:\n((?: {2}.*\n?)+)/m.exec(help)?.[1] ?? ''
  const lines = text.split('\n').filter((line) => line.includes('heapscope'))
  return lines.map((line) => {
    const own = /(?:^| |\()heapscope ((?:'[^']*'|[^'|>)])*)/.exec(line)?.[1] ?? ''
    return own.match(/'[^']*'|\S+/g) ?? []
  })
}

function commandNamed(name: string | undefined): Command | undefined {
  return program.commands.find((command) => command.name() === name)
}

describe.each(program.commands.map((command) => [command.name(), command] as const))(
  '%s',
  (name, command) => {
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
      expect(examples.some(([first]) => first === name)).toBe(true)
      for (const [first, ...rest] of examples) {
        const shown = commandNamed(first)
        expect(shown, first).toBeDefined()
        const known = [...shown!.options.flatMap(({ short, long }) => [short, long]), '--help']
        const flags = rest.filter((word) => /^--?[a-z]/.test(word)).map((word) => word.replace(/=.*/, ''))
        // What `serve` takes is the server’s own.
        if (first !== 'serve') expect(known).toEqual(expect.arrayContaining(flags))
      }
    })
  },
)

test('the program’s own help shows examples of commands that there are', () => {
  const examples = examplesOf(helpOf(program, 80))
  expect(examples.length).toBeGreaterThan(10)
  for (const [name] of examples) expect(commandNamed(name), name).toBeDefined()
})
