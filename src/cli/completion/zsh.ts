import type { DescribedCommand, DescribedOption } from './described.ts'

/** The script for zsh. */
export function zshCompletion(commands: readonly DescribedCommand[]): string {
  const list = commands.map(({ name, about }) => `    ${quoted(`${name}:${about.replaceAll(':', '\\:')}`)}`)
  const cases = commands.map(({ name, options, words }) => {
    const rest = words ? `'1:word:(${words.join(' ')})'` : "'*:file:_files'"
    const specs = [...options.flatMap(specsOf), rest].map((spec) => `        ${spec}`)
    return `    ${name})\n      _arguments \\\n${specs.join(' \\\n')}\n      ;;`
  })
  return `#compdef heapscope
# Completion of heapscope for zsh; in ~/.zshrc, behind compinit: eval "$(heapscope completion zsh)"
_heapscope() {
  local -a commands
  commands=(
${list.join('\n')}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  shift words
  ((CURRENT--))
  case $words[1] in
${cases.join('\n')}
  esac
}
compdef _heapscope heapscope
`
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
