import { type DescribedCommand, type Place, placesIn } from './described.ts'

/** The script for bash (3.2 and later). */
export function bashCompletion(program: DescribedCommand): string {
  const places = placesIn(program)
  return `# Completion of heapscope for bash; in ~/.bashrc: eval "$(heapscope completion bash)"
_heapscope() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  local typed= count=0 flags='' words='' values='' files='' least=0 i
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ \${COMP_WORDS[i]} != -* ]]; then
      typed="$typed\${COMP_WORDS[i]} "
      count=$((count + 1))
    fi
  done
  # At least so many words name the command.
  case $typed in
${places.map(whatOf).join('\n')}
    '') flags='${flagsOf(program)}' words='${program.words.join(' ')}' ;;
  esac
  case $typed:$previous in
${places.flatMap(valuesOf).join('\n')}
  esac
  ((count == least)) || words=''
  # Where nothing comes of it, bash offers files.
  if [[ -n $values ]]; then
    COMPREPLY=($(compgen -W "$values" -- "$current"))
  elif [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
  elif [[ -n $words && (-z $files || -n $current) ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=()
  fi
}
complete -o default -F _heapscope heapscope
`
}

function whatOf({ path, command }: Place): string {
  const { words, takesFiles } = command
  const own = `flags='${flagsOf(command)}' words='${words.join(' ')}'${takesFiles && words.length > 0 ? ' files=1' : ''}`
  return `    '${path.join(' ')} '*) ${own} least=${path.length} ;;`
}

function valuesOf({ path, command }: Place): string[] {
  return command.options
    .filter(({ choices }) => choices.length > 0)
    .map(({ flags, choices }) => {
      const patterns = flags.map((flag) => `'${path.join(' ')} '*:${flag}`).join(' | ')
      return `    ${patterns}) values='${choices.join(' ')}' ;;`
    })
}

function flagsOf({ options }: DescribedCommand): string {
  return options.flatMap(({ flags }) => flags).join(' ')
}
