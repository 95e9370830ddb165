import type { Io } from '../io.ts'

/**
 * Asks on the terminal whether to go on; nobody is asked where there is none.
 * @returns whether it was agreed to
 */
export async function confirm(question: string, { stdin, stderr }: Io): Promise<boolean> {
  if (!stdin.isTTY || !stderr.isTTY) return true
  stderr.write(`${question} [y/N] `)
  // A terminal hands over a line at a time.
  for await (const line of stdin) return /^\s*y(es)?\s*$/i.test(new TextDecoder().decode(line))
  return false
}
