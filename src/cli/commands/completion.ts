import { Argument, type Command } from 'commander'
import type { Shell } from '../completion/completion-for.ts'
import { type Io, write } from '../io.ts'

const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish']

/** `completion SHELL`: a script that completes commands and options. @param program whose commands they are */
export function addCompletion(program: Command, io: Io): void {
  program
    .command('completion')
    .description('a script that completes commands, options and their values in a shell')
    .addArgument(new Argument('<shell>', 'which shell it is for').choices(SHELLS))
    .addHelpText(
      'after',
      `
Examples:
  $ eval "$(heapscope completion bash)"
  $ heapscope completion bash >> ~/.bash_completion
  $ heapscope completion zsh > ~/.zsh/functions/_heapscope
  $ heapscope completion fish > ~/.config/fish/completions/heapscope.fish`,
    )
    .action(async (shell: Shell) => {
      const { completionFor } = await import('../completion/completion-for.ts')
      await write(io.stdout, completionFor(shell, program))
    })
}
