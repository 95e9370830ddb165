import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'

/**
 * Proves that the lint rules which hold the architecture together really fail: a small copy of the project with the
 * real settings, one offending file for each forbidden direction, one run of the linter over all of them.
 */
const project = resolve(import.meta.dirname, '..')

/** What the offenders import. */
const SKELETON: Record<string, string> = {
  'src/engine/base/part.ts': 'export const base = 1',
  'src/engine/model/part.ts': 'export const model = 1',
  'src/engine/format/part.ts': 'export const format = 1',
  'src/engine/graph/part.ts': 'export const graph = 1',
  'src/engine/analyses/part.ts': 'export const analyses = 1',
  'src/engine/redaction/part.ts': 'export const redaction = 1',
  'src/engine/saved/part.ts': 'export const saved = 1',
  'src/engine/questions/part.ts': 'export const questions = 1',
  'src/engine/testing/part.ts': 'export const testing = 1',
  'src/engine/session.ts': 'export const session = 1',
  'src/protocol/part.ts': 'export const protocol = 1',
  'src/sharing/part.ts': 'export const sharing = 1',
  'src/guard/part.ts': 'export const guard = 1',
  'src/capture/part.ts': 'export const capture = 1',
  'src/cli/part.ts': 'export const cli = 1',
  'src/server/part.ts': 'export const server = 1',
  'src/app/ui/part.ts': 'export const ui = 1',
  'src/app/views/classes/part.ts': 'export const classes = 1',
  'src/app/views/overview/part.ts': 'export const overview = 1',
  'workers/part.ts': 'export const worker = 1\nexport type Worker = number',
}

interface Case {
  readonly what: string
  readonly file: string
  readonly code: string
}

const LAYER = 'boundaries(dependencies)'

const FORBIDDEN: readonly (Case & { readonly rule: string })[] = [
  layer('engine → app by #', 'src/engine/model/a.ts', 'ui', '#app/ui/part.ts'),
  layer('engine → app by relative path', 'src/engine/model/b.ts', 'ui', '../../app/ui/part.ts'),
  layer('engine → protocol', 'src/engine/graph/a.ts', 'protocol', '#protocol/part.ts'),
  layer('base → model', 'src/engine/base/a.ts', 'model', '../model/part.ts'),
  layer('model → graph', 'src/engine/model/c.ts', 'graph', '../graph/part.ts'),
  layer('model → graph by #', 'src/engine/model/d.ts', 'graph', '#engine/graph/part.ts'),
  layer('graph → analyses', 'src/engine/graph/b.ts', 'analyses', '../analyses/part.ts'),
  layer('format → graph', 'src/engine/format/a.ts', 'graph', '../graph/part.ts'),
  layer('graph → format', 'src/engine/graph/c.ts', 'format', '../format/part.ts'),
  layer('analyses → saved', 'src/engine/analyses/b.ts', 'saved', '../saved/part.ts'),
  layer('analyses → redaction', 'src/engine/analyses/d.ts', 'redaction', '../redaction/part.ts'),
  layer('redaction → saved', 'src/engine/redaction/a.ts', 'saved', '../saved/part.ts'),
  layer('redaction → sharing', 'src/engine/redaction/b.ts', 'sharing', '#sharing/part.ts'),
  layer('redaction → a cipher', 'src/engine/redaction/c.ts', '* as ciphers', '@noble/ciphers/chacha.js'),
  layer('saved → redaction', 'src/engine/saved/b.ts', 'redaction', '../redaction/part.ts'),
  layer('format → saved', 'src/engine/format/d.ts', 'saved', '../saved/part.ts'),
  layer('saved → session', 'src/engine/saved/a.ts', 'session', '../session.ts'),
  layer('analyses → questions', 'src/engine/analyses/c.ts', 'questions', '../questions/part.ts'),
  layer('questions → saved', 'src/engine/questions/a.ts', 'saved', '../saved/part.ts'),
  layer('questions → session', 'src/engine/questions/b.ts', 'session', '../session.ts'),
  layer('analyses → session', 'src/engine/analyses/a.ts', 'session', '../session.ts'),
  layer('engine → its tools for tests', 'src/engine/graph/d.ts', 'testing', '../testing/part.ts'),
  layer('session → protocol', 'src/engine/a.ts', 'protocol', '#protocol/part.ts'),
  layer('protocol → app', 'src/protocol/a.ts', 'ui', '#app/ui/part.ts'),
  layer('protocol → cli', 'src/protocol/b.ts', 'cli', '#cli/part.ts'),
  layer('protocol → sharing', 'src/protocol/c.ts', 'sharing', '#sharing/part.ts'),
  layer('engine → sharing', 'src/engine/graph/k.ts', 'sharing', '#sharing/part.ts'),
  layer('sharing → workers', 'src/sharing/a.ts', 'worker', '#workers/part.ts'),
  layer('sharing → Node', 'src/sharing/b.ts', '* as fs', 'node:fs'),
  layer('server → sharing', 'src/server/b.ts', 'sharing', '#sharing/part.ts'),
  layer('guard → cli', 'src/guard/a.ts', 'cli', '#cli/part.ts'),
  layer('guard → capture', 'src/guard/b.ts', 'capture', '#capture/part.ts'),
  layer('guard → Node', 'src/guard/c.ts', '* as fs', 'node:fs'),
  layer('session → guard', 'src/engine/b.ts', 'guard', '#guard/part.ts'),
  layer('capture → guard', 'src/capture/a.ts', 'guard', '#guard/part.ts'),
  layer('capture → cli', 'src/capture/b.ts', 'cli', '#cli/part.ts'),
  layer('server → guard', 'src/server/c.ts', 'guard', '#guard/part.ts'),
  layer('page → capture', 'src/app/ui/e.ts', 'capture', '#capture/part.ts'),
  layer('page → the inspector', 'src/app/ui/f.ts', '* as inspector', 'chrome-remote-interface'),
  layer('app → workers by value', 'src/app/ui/a.ts', 'worker', '#workers/part.ts'),
  layer('app → server', 'src/app/ui/b.ts', 'server', '#server/part.ts'),
  layer('cli → server', 'src/cli/a.ts', 'server', '#server/part.ts'),
  layer('server → cli', 'src/server/a.ts', 'cli', '../cli/part.ts'),
  layer('workers → app', 'workers/a.ts', 'ui', '#app/ui/part.ts'),
  layer('view → other view', 'src/app/views/classes/a.ts', 'overview', '../overview/part.ts'),
  layer('view → other view by #', 'src/app/views/classes/b.ts', 'overview', '#app/views/overview/part.ts'),
  layer('engine → Node', 'src/engine/format/b.ts', '* as fs', 'node:fs'),
  layer('engine → React', 'src/engine/format/c.ts', '* as react', 'react'),
  layer('page → Node', 'src/app/ui/c.ts', '* as fs', 'node:fs'),
  layer('page → server package', 'src/app/ui/d.ts', '* as hono', 'hono'),
  layer('cli → React', 'src/cli/b.ts', '* as react', 'react'),
  layer('a test of the cli → server', 'src/cli/c.test.ts', 'server', '#server/part.ts'),
  {
    what: 'a re-export',
    file: 'src/engine/model/e.ts',
    code: "export { graph } from '../graph/part.ts'",
    rule: LAYER,
  },
  {
    what: 'a dynamic import',
    file: 'src/engine/model/f.ts',
    code: "export const late = () => import('../graph/part.ts')",
    rule: LAYER,
  },
  {
    what: 'a type taken by import()',
    file: 'src/engine/model/g.ts',
    code: "export type Late = typeof import('#engine/graph/part.ts')",
    rule: LAYER,
  },
  {
    what: 'a file that belongs to no layer',
    file: 'src/stray.ts',
    code: 'export const stray = 1',
    rule: 'boundaries(no-unknown-files)',
  },
  {
    what: 'the engine prints',
    file: 'src/engine/graph/e.ts',
    code: 'export const say = () => console.log(1)',
    rule: 'eslint(no-console)',
  },
  {
    what: 'the engine touches the DOM',
    file: 'src/engine/graph/f.ts',
    code: 'export const title = () => document.title',
    rule: 'eslint(no-undef)',
  },
  {
    what: 'the engine asks Node',
    file: 'src/engine/graph/g.ts',
    code: 'export const home = () => process.env',
    rule: 'eslint(no-undef)',
  },
  {
    what: 'a default export',
    file: 'src/engine/graph/h.ts',
    code: 'export default 1',
    rule: 'import(no-default-export)',
  },
  {
    what: 'any',
    file: 'src/engine/graph/i.ts',
    code: 'export const loose: any = 1',
    rule: 'typescript(no-explicit-any)',
  },
  {
    what: 'a file of more than 400 lines',
    file: 'src/engine/graph/j.ts',
    code: Array.from({ length: 401 }, (_, i) => `export const n${i} = ${i}`).join('\n'),
    rule: 'eslint(max-lines)',
  },
  {
    what: 'a promise nobody awaits',
    file: 'src/cli/d.ts',
    code: 'export function start() {\n  Promise.resolve(1)\n}',
    rule: 'typescript(no-floating-promises)',
  },
]

const ALLOWED: readonly Case[] = [
  ok('model → base', 'src/engine/model/ok.ts', 'base', '../base/part.ts'),
  ok('graph → model', 'src/engine/graph/ok.ts', 'model', '#engine/model/part.ts'),
  ok('analyses → graph', 'src/engine/analyses/ok.ts', 'graph', '../graph/part.ts'),
  ok('saved → analyses', 'src/engine/saved/ok.ts', 'analyses', '../analyses/part.ts'),
  ok('redaction → analyses', 'src/engine/redaction/ok.ts', 'analyses', '../analyses/part.ts'),
  ok('questions → redaction', 'src/engine/questions/ok-redaction.ts', 'redaction', '../redaction/part.ts'),
  ok('session → redaction', 'src/engine/ok-redaction.ts', 'redaction', './redaction/part.ts'),
  ok('sharing → a cipher', 'src/sharing/ok-cipher.ts', '* as ciphers', '@noble/ciphers/chacha.js'),
  ok('session → saved', 'src/engine/ok-saved.ts', 'saved', './saved/part.ts'),
  ok('session → analyses', 'src/engine/ok.ts', 'analyses', './analyses/part.ts'),
  ok('protocol → session', 'src/protocol/ok.ts', 'session', '#engine/session.ts'),
  ok('worker → protocol', 'workers/ok.ts', 'protocol', '#protocol/part.ts'),
  ok('worker → Comlink', 'workers/ok-comlink.ts', '* as comlink', 'comlink'),
  ok('cli → session', 'src/cli/ok.ts', 'session', '#engine/session.ts'),
  ok('cli → Node', 'src/cli/ok-node.ts', '* as fs', 'node:fs'),
  ok('server → hono', 'src/server/ok.ts', '* as hono', 'hono'),
  ok('app → view', 'src/app/ui/ok.ts', 'classes', '../views/classes/part.ts'),
  ok('app → React', 'src/app/ui/ok-react.ts', '* as react', 'react'),
  ok('view → the page’s parts', 'src/app/views/classes/ok.ts', 'ui', '#app/ui/part.ts'),
  ok('a view’s own file', 'src/app/views/classes/ok-own.ts', 'classes', './part.ts'),
  ok('a test of the engine → Node', 'src/engine/graph/ok.test.ts', '* as fs', 'node:fs'),
  ok('a test of the engine → tools', 'src/engine/graph/ok-tools.test.ts', 'testing', '../testing/part.ts'),
  {
    what: 'app → workers by type',
    file: 'src/app/ui/ok-worker.ts',
    code: "import type { Worker } from '#workers/part.ts'\nexport type Mine = Worker",
  },
]

function ok(what: string, file: string, name: string, from: string): Case {
  const value = name.startsWith('* as ') ? name.slice('* as '.length) : name
  const clause = name === value ? `{ ${name} }` : name
  return { what, file, code: `import ${clause} from '${from}'\nexport const used = ${value}` }
}

function layer(what: string, file: string, name: string, from: string): Case & { rule: string } {
  return { ...ok(what, file, name, from), rule: LAYER }
}

const Report = z.object({
  diagnostics: z.array(z.object({ filename: z.string(), code: z.string().optional() })),
})

let folder: string
let found: Map<string, string[]>

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heapscope-lint-'))
  for (const name of ['.oxlintrc.json', 'package.json', 'tsconfig.json', 'tsconfig.base.json']) {
    cpSync(join(project, name), join(folder, name))
  }
  cpSync(join(project, 'src/cli/tsconfig.json'), join(folder, 'src/cli/tsconfig.json'))
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'))
  for (const [file, code] of Object.entries(SKELETON)) {
    write(file, code)
  }
  for (const { file, code } of [...FORBIDDEN, ...ALLOWED]) {
    write(file, code)
  }
  found = lint()
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(file: string, code: string): void {
  const path = join(folder, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${code}\n`)
}

/** Runs the linter over the copy; the codes it reports, by file. */
function lint(): Map<string, string[]> {
  const oxlint = join(project, 'node_modules/oxlint/bin/oxlint')
  const args = ['--format=json', 'src', 'workers']
  const run = spawnSync(process.execPath, [oxlint, ...args], { cwd: folder, encoding: 'utf8' })
  const codes = new Map<string, string[]>()
  for (const { filename, code } of Report.parse(JSON.parse(run.stdout)).diagnostics) {
    codes.set(filename, [...(codes.get(filename) ?? []), code ?? ''])
  }
  return codes
}

describe('lint refuses', () => {
  test.each(FORBIDDEN)('$what ($file)', ({ file, rule }) => {
    expect(found.get(file)).toContain(rule)
  })
})

describe('lint lets pass', () => {
  test.each(ALLOWED)('$what ($file)', ({ file }) => {
    expect(found.get(file) ?? []).toEqual([])
  })

  test('the files that the cases import', () => {
    expect(Object.keys(SKELETON).filter((file) => found.has(file))).toEqual([])
  })
})

test('one offender alone makes the linter exit with an error', () => {
  const oxlint = join(project, 'node_modules/oxlint/bin/oxlint')
  const run = () =>
    execFileSync(process.execPath, [oxlint, 'src/cli/a.ts'], {
      cwd: folder,
      stdio: 'pipe',
    })
  expect(run).toThrow(expect.objectContaining({ status: 1 }))
})
