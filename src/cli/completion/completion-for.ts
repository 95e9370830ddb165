import type { Command } from 'commander'
import { bashCompletion } from './bash.ts'
import { type DescribedCommand, describedCommand } from './described.ts'
import { fishCompletion } from './fish.ts'
import { zshCompletion } from './zsh.ts'

export type Shell = 'bash' | 'zsh' | 'fish'

const SCRIPTS: Readonly<Record<Shell, (program: DescribedCommand) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
}

/** The script that completes the commands of a program in a shell. */
export function completionFor(shell: Shell, program: Command): string {
  return SCRIPTS[shell](describedCommand(program))
}
