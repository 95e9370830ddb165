import type { Command, Option } from 'commander'
import { choicesOf } from '../parse.ts'

/** What completion knows of an option. */
export interface DescribedOption {
  /** As they are typed: `-o`, `--output`. */
  readonly flags: readonly string[]
  readonly about: string
  readonly takesValue: boolean
  /** The words it takes; empty where it takes anything. */
  readonly choices: readonly string[]
}

/** What completion knows of a command. */
export interface DescribedCommand {
  readonly name: string
  readonly about: string
  readonly options: readonly DescribedOption[]
  /** The words one of which may stand right behind it: of commands below it, and what its argument may be. */
  readonly words: readonly string[]
  /** Whether files stand behind it. */
  readonly takesFiles: boolean
  /** Those below it. */
  readonly commands: readonly DescribedCommand[]
}

const HELP: DescribedOption = { flags: ['-h', '--help'], about: 'print help', takesValue: false, choices: [] }

/** The program with its commands in the order of its help. */
export function describedCommand(command: Command): DescribedCommand {
  const { commands, registeredArguments } = command
  const choices = registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])
  return {
    name: command.name(),
    about: command.description(),
    options: [...command.options.map(describedOption), HELP],
    words: [...commands.map((one) => one.name()), ...choices],
    takesFiles: registeredArguments.length > 0 && choices.length === 0,
    commands: commands.map(describedCommand),
  }
}

/** A command below the program, or below one of those, with the words that name it. */
export interface Place {
  readonly path: readonly string[]
  readonly command: DescribedCommand
}

/** All commands; what is below one comes before it, as it is the closer answer. */
export function placesIn({ commands }: DescribedCommand, above: readonly string[] = []): readonly Place[] {
  return commands.flatMap((command) => {
    const path = [...above, command.name]
    return [...placesIn(command, path), { path, command }]
  })
}

function describedOption(option: Option): DescribedOption {
  const flags = [option.short, option.long].filter((flag) => flag !== undefined)
  return {
    flags,
    about: option.description,
    takesValue: option.required || option.optional,
    choices: choicesOf(option.parseArg),
  }
}
