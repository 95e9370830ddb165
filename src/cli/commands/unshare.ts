import type { Command } from 'commander'
import { type Io, write } from '../io.ts'

/** `unshare LINK`: deletes a share for everybody. */
export function addUnshare(program: Command, io: Io): void {
  program
    .command('unshare')
    .description('deletes a share for everybody')
    .argument('<link>', 'the link that opens it; what is behind the # may be missing')
    .option('--token <token>', 'its deletion token, where it was not made on this machine')
    .addHelpText(
      'after',
      `
Examples:
  $ heapscope unshare 'https://heapscope.example/s/AbCdEfGhIjKlMnOpQrStUv#k=…'
  $ heapscope unshare https://heapscope.example/s/AbCdEfGhIjKlMnOpQrStUv --token …`,
    )
    .action(async (link: string, { token }: { readonly token?: string }) => {
      const { unshareLink } = await import('../sharing/unshare-link.ts')
      await write(io.stdout, `${await unshareLink(link, token, io)}\n`)
    })
}
