import { readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const SOURCE = resolve(import.meta.dirname, '..')

/** `import … from '…'` and `export … from '…'` as the formatter writes them. */
const IMPORT = /^(?:import|export) ((?:(?!^import|^export)[\s\S])*?) from '([^']+)'/gm

interface Loaded {
  /** Our own modules, by their paths below `src`. */
  readonly modules: readonly string[]
  readonly packages: readonly string[]
}

/** What is loaded before the first command runs: all that is imported from `main.ts` on, but for types. */
function loadedAtStart(): Loaded {
  const seen = new Set<string>()
  const packages = new Set<string>()
  const waiting = [join(SOURCE, 'cli/main.ts')]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const [, clause, from] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      if (isTypes(clause!)) continue
      if (from!.startsWith('#')) waiting.push(join(SOURCE, from!.slice(1)))
      else if (from!.startsWith('.')) waiting.push(resolve(file, '..', from!))
      else if (!from!.startsWith('node:')) packages.add(from!)
    }
  }
  const modules = [...seen].map((file) => relative(SOURCE, file).replaceAll('\\', '/'))
  return { modules: modules.toSorted(), packages: [...packages].toSorted() }
}

function isTypes(clause: string): boolean {
  if (clause.startsWith('type ')) return true
  const names = /^\{([\s\S]*)\}$/.exec(clause.trim())?.[1]?.split(',') ?? []
  const named = names.map((name) => name.trim()).filter((name) => name !== '')
  return named.length > 0 && named.every((name) => name.startsWith('type '))
}

test('help comes without the engine: a command loads what is heavy when it runs', () => {
  const { modules, packages } = loadedAtStart()
  expect(modules).toContain('cli/commands/summary.ts')
  // Words and rows may be there, nothing that reads, computes or asks.
  const heavy = modules.filter((module) => /^engine\/(?!base\/|model\/|diff\/compare-)/.test(module))
  expect(heavy).toEqual([])
  expect(packages).toEqual(['commander'])
})
