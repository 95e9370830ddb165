import type { Command } from 'commander'
import { UsageError } from '../input.ts'
import { isAddress } from '../address.ts'
import type { Io } from '../io.ts'

interface Options {
  readonly browser: boolean
  readonly output?: string
  readonly force?: boolean
}

/** `open LINK` or `open FILE…`: captures in the browser, or what a link opens as a file. */
export function addOpen(program: Command, io: Io): void {
  program
    .command('open')
    .description('a share or captures of this machine in the browser, or with -o a share as a file')
    .argument('<files...>', 'a link to a share, or captures, containers and bundles')
    .option('--no-browser', 'print the address instead of opening it')
    .option('-o, --output <file>', 'of a link: download it, open the seal, and write what was shared')
    .option('--force', 'with -o: replace the file where it exists')
    .addHelpText(
      'after',
      `
Files of this machine are handed to the page by a server of their own, which only this machine reaches and which ends with
Ctrl+C; nothing is uploaded. With -o, a share of one capture becomes that capture or container, one of several a bundle;
with :2 behind the link, its second capture.

Examples:
  $ heapscope open before.heapsnapshot after.heapsnapshot
  $ heapscope open 'https://heapscope.example/s/AbCdEfGhIjKlMnOpQrStUv#k=…'
  $ heapscope open 'https://heapscope.example/s/AbCdEfGhIjKlMnOpQrStUv#k=…' -o team.heapscope`,
    )
    .action(async (files: readonly string[], { browser, output, force = false }: Options) => {
      const links = files.filter((file) => isAddress(file))
      if (links.length > 0 && files.length > 1) {
        throw new UsageError('A link is opened alone: give one link, or files.')
      }
      const [link] = links
      if (output !== undefined) {
        if (link === undefined) throw new UsageError('-o is for what a link opens; give a link to a share.')
        const { saveShare } = await import('../sharing/save-share.ts')
        return saveShare(link, { output, force }, io)
      }
      if (link !== undefined) {
        const { openLink } = await import('../sharing/open-link.ts')
        return openLink(link, browser, io)
      }
      const { openFiles } = await import('../sharing/open-files.ts')
      return openFiles(files, browser)
    })
}
