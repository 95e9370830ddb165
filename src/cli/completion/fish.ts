import { type DescribedCommand, type DescribedOption, type Place, placesIn } from './described.ts'

/** The script for fish. */
export function fishCompletion(program: DescribedCommand): string {
  const lines = placesIn(program).flatMap((place) => linesOf(place))
  return `# Completion of heapscope for fish; heapscope completion fish > ~/.config/fish/completions/heapscope.fish
complete -c heapscope -f
${program.options.map((option) => lineOf('__fish_use_subcommand', option)).join('\n')}
${program.commands.map(({ name, about }) => `complete -c heapscope -n __fish_use_subcommand -a ${name} -d ${quoted(about)}`).join('\n')}
${lines.join('\n')}
`
}

function linesOf({ path, command }: Place): string[] {
  const { words, takesFiles, commands, options } = command
  const here = path.map((name) => `__fish_seen_subcommand_from ${name}`).join('; and ')
  const first = words.length === 0 ? here : `${here}; and not __fish_seen_subcommand_from ${words.join(' ')}`
  const own = commands.length === 0 ? here : first
  return [
    ...(takesFiles ? [`complete -c heapscope -n ${quoted(own)} -F`] : []),
    ...(words.length > 0 ? [`complete -c heapscope -n ${quoted(first)} -a ${quoted(words.join(' '))}`] : []),
    ...options.map((option) => lineOf(own, option)),
  ]
}

function lineOf(where: string, { flags, about, takesValue, choices }: DescribedOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
  const value = choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : takesValue ? ' -r -F' : ''
  return `complete -c heapscope -n ${quoted(where)} ${names.join(' ')}${value} -d ${quoted(about)}`
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`
}
