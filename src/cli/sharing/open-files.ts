import { resolve } from 'node:path'
import { sizeOf, STDIN } from '../file-source.ts'
import { UsageError } from '../input.ts'
import { inputError } from '../open-session.ts'
import { runServer } from '../run-server.ts'

/**
 * Hands files of this machine to the page, by a server of their own that only this machine reaches, until that ends.
 * @throws InputError where a file is not there; as `runServer`
 */
export async function openFiles(files: readonly string[], browser: boolean): Promise<void> {
  for (const file of files) {
    if (file === STDIN) throw new UsageError('The page opens files; save standard input as one.')
    await sizeOf(file).catch((error: unknown) => {
      throw inputError(file, error)
    })
  }
  const named = files.flatMap((file) => ['--file', resolve(file)])
  await runServer(['--host', '127.0.0.1', ...(browser ? [] : ['--no-open']), ...named])
}
