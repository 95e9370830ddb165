import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

/** Where this user's programs keep what they need again, for ours. */
export function dataFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  const named = environment['XDG_DATA_HOME']
  if (named) return join(named, 'heapscope')
  if (platform === 'darwin') return join(homedir(), 'Library/Application Support/heapscope')
  const local = environment['LOCALAPPDATA']
  if (platform === 'win32' && local) return join(local, 'heapscope')
  return join(homedir(), '.local/share/heapscope')
}
