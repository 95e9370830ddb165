import process from 'node:process'
import open from 'open'
import { readLink } from '#sharing/share-link.ts'
import { type Io, write } from '../io.ts'

/**
 * Opens a link in the browser, or prints it where there is none or none is wanted.
 * @throws ShareError where it is no link to a share
 */
export async function openLink(link: string, browser: boolean, io: Io): Promise<void> {
  readLink(link)
  if (!browser || !hasDesktop(io)) return write(io.stdout, `${link}\n`)
  await open(link).catch(async () => {
    io.stderr.write('heapscope: No browser could be opened; open the address by hand.\n')
    await write(io.stdout, `${link}\n`)
  })
}

/** Whether somebody sits in front of this machine with a screen on which a browser can open. */
function hasDesktop({ environment }: Io): boolean {
  const { SSH_CONNECTION, SSH_CLIENT, SSH_TTY, CI, DISPLAY, WAYLAND_DISPLAY } = environment
  if (CI || SSH_CONNECTION || SSH_CLIENT || SSH_TTY) return false
  return process.platform === 'darwin' || process.platform === 'win32' || Boolean(DISPLAY || WAYLAND_DISPLAY)
}
