import type { DescribedCommand, DescribedOption } from './described.ts'

/** The script for zsh. */
export function zshCompletion(program: DescribedCommand): string {
  return `#compdef heapscope
# Completion of heapscope for zsh; in ~/.zshrc, behind compinit: eval "$(heapscope completion zsh)"
_heapscope() {
${bodyOf(program, '  ')}
}
# In a folder of functions, this file is read when it is first asked.
if [[ $funcstack[1] == _heapscope ]]; then
  _heapscope
else
  compdef _heapscope heapscope
fi
`
}

/** What completes a command whose name is the first of the words. */
function bodyOf(command: DescribedCommand, indent: string): string {
  const { commands, options, words, takesFiles } = command
  const lines: string[] = []
  if (commands.length > 0) {
    lines.push(
      'if ((CURRENT > 2)); then',
      '  case $words[2] in',
      ...commands.flatMap((one) => [
        `    ${one.name})`,
        '      shift words',
        '      ((CURRENT--))',
        bodyOf(one, '      '),
        '      return',
        '      ;;',
      ]),
      '  esac',
      'fi',
    )
  }
  const first = words.length > 0 ? [quoted(`1: :${firstOf(command)}`)] : []
  const rest = takesFiles ? [quoted('*:file:_files')] : []
  const specs = [...options.flatMap(specsOf), ...first, ...rest]
  lines.push('_arguments \\', specs.map((spec) => `  ${spec}`).join(` \\\n`))
  return lines
    .join('\n')
    .split('\n')
    .map((line) => indent + line)
    .join('\n')
}

/** An action: what may stand in the first place. */
function firstOf({ commands, words, takesFiles }: DescribedCommand): string {
  const about = new Map(commands.map((one) => [one.name, one.about]))
  const list = words.map((word) => {
    const said = about.get(word)
    return said === undefined ? word : `${word}\\:${doubled(said)}`
  })
  const offered = `_values word ${list.map((one) => `"${one}"`).join(' ')}`
  return takesFiles ? `{ ${offered}; _files }` : `((${list.map((one) => `"${one}"`).join(' ')}))`
}

/** For one in double quotes. */
function doubled(text: string): string {
  return text.replaceAll(/[\\":`$]/g, String.raw`\$&`)
}

/** One for each way to write the option. */
function specsOf({ flags, about, takesValue, choices }: DescribedOption): string[] {
  const value = choices.length > 0 ? `:value:(${choices.join(' ')})` : takesValue ? ':value:_files' : ''
  const said = about.replaceAll(/[[\]\\:]/g, String.raw`\$&`)
  const others = flags.length > 1 ? `(${flags.join(' ')})` : ''
  return flags.map((flag) => quoted(`${others}${flag}[${said}]${value}`))
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
