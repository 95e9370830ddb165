import process from 'node:process'

type Environment = Readonly<Record<string, string | undefined>>

/** Whether somebody sits in front of this machine with a screen on which a browser can open. */
export function hasDesktop(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): boolean {
  const remote = environment['SSH_CONNECTION'] ?? environment['SSH_CLIENT'] ?? environment['SSH_TTY']
  if (environment['CI'] || remote) return false
  if (platform === 'darwin' || platform === 'win32') return true
  return Boolean(environment['DISPLAY'] ?? environment['WAYLAND_DISPLAY'])
}
