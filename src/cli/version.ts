import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** From package.json, which lies two folders up both here and in the built command line. */
export function version(): string {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
