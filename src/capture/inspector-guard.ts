import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { type Address, addressText } from './address.ts'

/** From wherever the build puts this beside the command line. Where it is run from its sources there is none. */
const CLOSER = fileURLToPath(new URL('../cli/inspector-closer.js', import.meta.url))

/**
 * Starts a process that closes the inspector of another one when ours ends, even by SIGKILL, unless it was told before that there
 * is nothing to close. It hears of our end by its standard input, which the system closes then.
 * @param before what that process listened at before its inspector was opened; null where that is not known
 * @returns tells it
 */
export function guardInspector(pid: number, before: readonly Address[] | null): () => void {
  if (!existsSync(CLOSER)) return () => {}
  const known = before === null ? 'null' : JSON.stringify(before.map(addressText))
  const child = spawn(process.execPath, [CLOSER, String(pid), known], {
    // It is not to end with us, by Ctrl+C say.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  // Without it everything is as it was before; so it is when it has ended.
  child.on('error', () => undefined)
  child.stdin.on('error', () => undefined)
  child.unref()
  return () => child.stdin.end('closed')
}
