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

/** The commands of a program in the order of its help; what stands below one is completed with it. */
export function describedCommands(program: Command): DescribedCommand[] {
  return program.commands.map((command) => {
    const all = [command, ...command.commands]
    const options = all.flatMap((one) => one.options).map(describedOption)
    return {
      name: command.name(),
      about: command.description(),
      options: [...new Map(options.map((option) => [option.flags.join(), option])).values(), HELP],
      words: wordsOf(command),
    }
  })
}

/** What is below it, or what its argument may be; null where it takes files. */
function wordsOf({ commands, registeredArguments }: Command): readonly string[] | null {
  if (registeredArguments.length === 0 && commands.length > 0) return commands.map((one) => one.name())
  const choices = registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])
  return choices.length > 0 ? choices : null
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
