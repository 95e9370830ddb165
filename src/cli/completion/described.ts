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
  /** The words that stand behind it, where it takes no files; null where it takes files. */
  readonly words: readonly string[] | null
}

const HELP: DescribedOption = { flags: ['-h', '--help'], about: 'print help', takesValue: false, choices: [] }

/** The commands of a program in the order of its help. */
export function describedCommands(program: Command): DescribedCommand[] {
  return program.commands.map((command) => {
    const words = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])
    return {
      name: command.name(),
      about: command.description(),
      options: [...command.options.map(describedOption), HELP],
      words: words.length > 0 ? words : null,
    }
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
