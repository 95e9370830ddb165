import type { DescribedCommand } from './described.ts'

/** The script for bash (3.2 and later). */
export function bashCompletion(commands: readonly DescribedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ')
  const words = commands.map(({ name, options, words: own }) => {
    const flags = options.flatMap((option) => option.flags).join(' ')
    return `    ${name}) flags='${flags}' words='${own?.join(' ') ?? ''}' ;;`
  })
  const values = commands.flatMap(({ name, options }) =>
    options
      .filter(({ choices }) => choices.length > 0)
      .map(({ flags, choices }) => {
        const patterns = flags.map((flag) => `${name}:${flag}`).join(' | ')
        return `    ${patterns}) values='${choices.join(' ')}' ;;`
      }),
  )
  return `# Completion of heapscope for bash; in ~/.bashrc: eval "$(heapscope completion bash)"
_heapscope() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  local command= flags='--help --version' words='' values='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ \${COMP_WORDS[i]} != -* ]]; then
      command=\${COMP_WORDS[i]}
      break
    fi
  done
  case $command in
    '') words='${names}' ;;
${words.join('\n')}
  esac
  case $command:$previous in
${values.join('\n')}
  esac
  # Where nothing comes of it, bash offers files.
  if [[ -n $values ]]; then
    COMPREPLY=($(compgen -W "$values" -- "$current"))
  elif [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
  elif [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=()
  fi
}
complete -o default -F _heapscope heapscope
`
}
