import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const LIB = dirname(createRequire(import.meta.url).resolve('typescript'))

/** Name and text of each of the TypeScript compiler's own library sources: 2.4 million characters of real text. */
export function librarySources() {
  return readdirSync(LIB)
    .filter((name) => /^lib\..*\.d\.ts$/.test(name))
    .toSorted()
    .map((name) => ({ name, text: readFileSync(join(LIB, name), 'utf8') }))
}
