import { Readable, Writable } from 'node:stream'
import type { Command } from 'commander'
import { createProgram } from '../run.ts'
import { Scratch } from '../scratch.ts'

/** The program with all its commands, none of which is run. @param language see `createProgram` */
export function allCommands(language: string): Promise<Command> {
  const nowhere = new Writable()
  const streams = { stdin: Readable.from([]), stdout: nowhere, stderr: nowhere }
  return createProgram({ ...streams, environment: {}, scratch: new Scratch() }, language, undefined)
}

/** The whole help of a command, with its examples, in lines of so many columns. */
export function helpOf(command: Command, columns: number): string {
  let text = ''
  command.configureOutput({
    getOutHelpWidth: () => columns,
    getOutHasColors: () => false,
    writeOut: (part) => {
      text += part
    },
  })
  command.outputHelp()
  return text
}

/** A command and those below it, each with all it is called: `capture`, `capture node`. */
export function withSubcommands(command: Command, above = ''): [name: string, command: Command][] {
  const name = `${above}${command.name()}`
  return [[name, command], ...command.commands.flatMap((one) => withSubcommands(one, `${name} `))]
}
