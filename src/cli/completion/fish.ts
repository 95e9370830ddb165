import type { DescribedCommand, DescribedOption } from './described.ts'

/** The script for fish. */
export function fishCompletion(commands: readonly DescribedCommand[]): string {
  const lines = commands.flatMap(({ name, about, options, words }) => {
    const here = `complete -c heapscope -n '__fish_seen_subcommand_from ${name}'`
    return [
      `complete -c heapscope -n __fish_use_subcommand -f -a ${name} -d ${quoted(about)}`,
      ...(words ? [`${here} -f -a ${quoted(words.join(' '))}`] : []),
      ...options.map((option) => `${here} ${flagsOf(option)} -d ${quoted(option.about)}`),
    ]
  })
  return `# Completion of heapscope for fish; heapscope completion fish > ~/.config/fish/completions/heapscope.fish
${lines.join('\n')}
`
}

function flagsOf({ flags, takesValue, choices }: DescribedOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
  if (choices.length > 0) return `${names.join(' ')} -x -a ${quoted(choices.join(' '))}`
  return `${names.join(' ')}${takesValue ? ' -r' : ''}`
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`
}
