import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { sizeOf, STDIN } from '../file-source.ts'
import { UsageError } from '../input.ts'
import type { Io } from '../io.ts'
import { inputError } from '../open-session.ts'
import { OutputError } from '../write-beside.ts'
import { beforeEnd } from '../before-end.ts'

/** The server lies beside the command line, where both are built. */
const SERVER = join(import.meta.dirname, '../server/main.js')

/**
 * Hands files of this machine to the page, by a server of their own that only this machine reaches. Resolves when somebody
 * ends that.
 * @throws InputError where a file is not there; OutputError where the server cannot be started
 */
export async function openFiles(files: readonly string[], browser: boolean, io: Io): Promise<void> {
  for (const file of files) {
    if (file === STDIN) throw new UsageError('The page opens files; save standard input as one.')
    await sizeOf(file).catch((error: unknown) => {
      throw inputError(file, error)
    })
  }
  const args = files.flatMap((file) => ['--file', resolve(file)])
  const child = spawn(
    process.execPath,
    [SERVER, '--host', '127.0.0.1', ...(browser ? [] : ['--no-open']), ...args],
    {
      env: io.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  child.stdout.on('data', (text: Buffer) => void io.stdout.write(text.toString()))
  child.stderr.on('data', (text: Buffer) => void io.stderr.write(text.toString()))
  const closed = once(child, 'close')
  const forget = beforeEnd(async () => {
    child.kill()
    await closed
  })
  try {
    const [code] = (await closed) as [number | null]
    if (code) throw new OutputError('The page could not be served.')
  } finally {
    forget()
  }
}
