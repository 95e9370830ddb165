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

/** What is loaded with modules: all that is imported from them on, but for types and what is imported when it is needed. */
function loadedWith(...entries: readonly string[]): Loaded {
  const seen = new Set<string>()
  const packages = new Set<string>()
  const waiting = entries.map((entry) => join(SOURCE, entry))
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

/** The modules of all commands, which help loads. */
const COMMANDS = Array.from(
  readFileSync(join(SOURCE, 'cli/commands.ts'), 'utf8').matchAll(/import\('\.\/(commands\/[^']+)'\)/g),
  ([, path]) => `cli/${path!}`,
)

test('a command comes without the others', () => {
  const { modules } = loadedWith('cli/main.ts')
  expect(modules.filter((module) => module.startsWith('cli/commands/'))).toEqual([])
})

test('help comes without the engine: a command loads what is heavy when it runs', () => {
  const { modules, packages } = loadedWith('cli/main.ts', ...COMMANDS)
  expect(modules).toContain('cli/commands/summary.ts')
  // Words and rows may be there, nothing that reads, computes or asks.
  const heavy = modules.filter((module) => /^engine\/(?!base\/|model\/|diff\/compare-)/.test(module))
  expect(heavy).toEqual([])
  expect(packages).toEqual(['commander'])
})

test('a capture is opened without what only asks, judges or writes: that is loaded when it is needed', () => {
  const { modules } = loadedWith('engine/session.ts')
  expect(modules).toContain('engine/read-heap.ts')
  const late = modules.filter((module) =>
    /^engine\/(?:questions\/(?:questions|leaks)|write-container|analyses\/findings\/(?:find-findings|rules|python-rules|v8-rules))\.ts$/.test(
      module,
    ),
  )
  expect(late).toEqual([])
})
