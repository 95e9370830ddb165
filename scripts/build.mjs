import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import ts from 'typescript-5'
import { build } from 'vite'
import { root } from './run.mjs'

/** What the built files are made from. */
const SOURCES = [
  'src',
  'workers',
  'public',
  'index.html',
  'vite.config.ts',
  'scripts/build.mjs',
  'package-lock.json',
]
/** What tests of others import. */
const EXPECT_NO_LEAK = 'src/cli/scenario/expect-no-leak.ts'
/** Written last, so it is as old as the whole build. */
const LAST_BUILT = 'dist/cli/main.js'

/** Builds the page to `dist/app`, then the command line and the server to `dist/cli` and `dist/server`. */
export async function buildAll() {
  for (const folder of ['app', 'cli', 'server', 'shared']) {
    rmSync(join(root, 'dist', folder), { recursive: true, force: true })
  }
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    // The page comes from this machine: one large file is better than many small ones.
    build: { chunkSizeWarningLimit: 2000 },
  })
  await buildForNode()
}

/**
 * What is loaded together comes from one file each: Node takes a while for every one that it opens. A module is where the
 * first group has it, with all that it imports.
 */
const TOGETHER = [
  {
    name: 'base',
    test: /src[\\/](?:engine[\\/](?:base|model)|cli[\\/](?:file-source|task-host|node-codec))\b/,
    includeDependenciesRecursively: false,
  },
  { name: 'assistant', test: /src[\\/]protocol[\\/]assistant\.ts$/ },
  { name: 'commands', test: /src[\\/]cli[\\/]run\.ts$/ },
  { name: 'bundle', test: /src[\\/]engine[\\/]format[\\/]bundle[\\/]bundle\.ts$/ },
  { name: 'session', test: /src[\\/]engine[\\/]session\.ts$/ },
].map((group, at, all) => ({ ...group, priority: all.length - at }))

/**
 * Builds the command line and the server. The packages they use stay outside the bundles and are loaded from
 * `node_modules`, but for the two that every command needs.
 */
export async function buildForNode(outDir = 'dist') {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: ['commander', 'comlink'] },
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      emptyOutDir: false,
      license: { fileName: 'shared/licenses.md' },
      rolldownOptions: {
        input: {
          'server/main': join(root, 'src/server/main.ts'),
          'cli/main': join(root, 'src/cli/main.ts'),
          'cli/assistant-thread': join(root, 'src/cli/assistant-thread.ts'),
          'cli/inspector-closer': join(root, 'src/capture/inspector-closer.ts'),
          'cli/expect-no-leak': join(root, EXPECT_NO_LEAK),
        },
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'shared/[name]-[hash].js',
          codeSplitting: { groups: TOGETHER },
        },
      },
    },
  })
  writeDeclarations(EXPECT_NO_LEAK, resolve(root, outDir, 'cli/expect-no-leak.d.ts'))
}

/** Writes the types of what a module exports, which may name no other module's. */
function writeDeclarations(source, path) {
  const { outputText, diagnostics } = ts.transpileDeclaration(readFileSync(join(root, source), 'utf8'), {
    fileName: source,
    reportDiagnostics: true,
    compilerOptions: { isolatedDeclarations: true, declaration: true, target: ts.ScriptTarget.ES2023 },
  })
  const reasons = diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
  if (/^import /m.test(outputText)) reasons.push('It names types of another module.')
  if (reasons.length > 0) throw new Error(`${source}: ${reasons.join(' ')}`)
  writeFileSync(path, outputText)
}

/** Whether something was changed, added or removed since the last whole build. */
export function isStale() {
  const built = modified(join(root, LAST_BUILT))
  return SOURCES.some((source) => newest(join(root, source)) > built)
}

/** The latest change in a file, or in a folder, its files and folders. */
function newest(path) {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? Infinity
  const below = readdirSync(path).map((name) => newest(join(path, name)))
  return Math.max(stats.mtimeMs, ...below)
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await buildAll()
}
