import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Shell } from '../completion/completion-for.ts'

/** Whether a shell is there. */
export function hasShell(shell: Shell): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0
}

/** Words behind `heapscope`, the last of which is being typed. */
type Typed = readonly string[]

/**
 * What a shell itself offers for each line, sorted. Files are bash's own affair, and not among its offers.
 * @param folder where the lines are typed, and the script put
 */
export function offeredBy(
  shell: Shell,
  script: string,
  lines: readonly Typed[],
  folder: string,
): readonly (readonly string[])[] {
  const path = join(folder, '.script')
  writeFileSync(path, script)
  if (shell === 'zsh') return inZsh(path, lines, folder)
  const ask = shell === 'bash' ? bashOffers : fishOffers
  return lines.map((typed) => sorted(ask(path, typed, folder)))
}

/** The same of zsh where the script stands in a folder of functions. @param folder has it, as `_heapscope` */
export function offeredByZshFunction(typed: Typed, folder: string): readonly string[] | undefined {
  return inZsh('', [typed], folder)[0]
}

function sorted(offers: string): string[] {
  return offers
    .split('\n')
    .filter((line) => line !== '')
    .toSorted()
}

function bashOffers(script: string, typed: Typed, cwd: string): string {
  const words = typed.map((word) => `'${word}'`).join(' ')
  const asks = `source '${script}'
    COMP_WORDS=(heapscope ${words}); COMP_CWORD=${typed.length}
    $(complete -p heapscope | sed 's/.*-F \\([^ ]*\\).*/\\1/')
    [[ \${#COMPREPLY[@]} -eq 0 ]] || printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['--norc', '-u', '-c', asks], { cwd, encoding: 'utf8' })
}

function fishOffers(script: string, typed: Typed, cwd: string): string {
  const asks = `source '${script}'; complete -C 'heapscope ${typed.join(' ')}'`
  const said = execFileSync('fish', ['--no-config', '-c', asks], { cwd, encoding: 'utf8' })
  // Behind a tab is what it says about each.
  return said.replaceAll(/\t.*$/gm, '')
}

/** A zsh at a terminal of its own, as its widgets alone complete; what it would offer, it prints. */
const ZSH = `
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "PROMPT=; fpath=($2 \\$fpath); autoload -U compinit; compinit -u -D; [[ -n '$1' ]] && source '$1'"
zpty -w z 'compadd() {
  if [[ \${@[(I)-[OAD]]} -gt 0 ]]; then builtin compadd "$@"; return; fi
  local -a hits; builtin compadd -A hits "$@"
  (($#hits)) && print -rl -- "HIT:"\${^hits}; return 0
}'
zpty -w z '_all() { _main_complete; print "THE""END" }; zle -C all list-choices _all; bindkey "^T" all; print RE""ADY'
while zpty -r z line && [[ $line != *READY* ]]; do :; done
shift 2
for typed; do
  # Ctrl+U takes away what was typed before.
  zpty -n -w z $'\\x15'"heapscope $typed"$'\\x14'
  while zpty -r z line && [[ $line != *THEEND* ]]; do
    [[ $line == *HIT:* ]] && print -r -- \${\${line##*HIT:}%%$'\\r'*}
  done
  print -r -- ---
done
zpty -d z`

function inZsh(script: string, lines: readonly Typed[], cwd: string): string[][] {
  const args = [script, cwd, ...lines.map((typed) => typed.join(' '))]
  const said = execFileSync('zsh', ['-f', '-c', ZSH, 'zsh', ...args], {
    cwd,
    encoding: 'utf8',
    timeout: 60_000,
  })
  return said.split('---\n').slice(0, -1).map(sorted)
}
