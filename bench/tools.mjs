import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Room for the other tools' objects, so that none dies of Node's default limit. */
const PEER_HEAP = '--max-old-space-size=16384'

export const HEAPSCOPE = here('../dist/cli/main.js')

/**
 * The tools that are compared. Each opens the file, computes every retained size and sums up by class: what someone
 * waits for before the first look. `steps` takes milliseconds by step from what a tool prints; `probe` is a command
 * that fails where a native tool does not run at all.
 */
export const TOOLS = [
  {
    id: 'heapscope',
    name: 'Heapscope, command line',
    command: (file) => ['node', HEAPSCOPE, 'summary', file, '--json'],
    steps: (stdout) => Object.fromEntries(JSON.parse(stdout).phases.map(({ name, ms }) => [name, ms])),
  },
  {
    // What comes through a pipe cannot be read in two places at once, so one thread does everything.
    id: 'heapscope-alone',
    name: 'Heapscope, one thread',
    command: (file) => ['sh', '-c', 'exec "$0" "$1" summary - < "$2"', process.execPath, HEAPSCOPE, file],
  },
  {
    id: 'devtools',
    name: `Chrome DevTools' worker (${versionOf('chrome-devtools-frontend')})`,
    command: (file) => ['node', PEER_HEAP, here('peers/devtools.mjs'), file],
    steps: (stdout) => JSON.parse(stdout).stages,
  },
  {
    id: 'memlab',
    name: `memlab (${versionOf('@memlab/heap-analysis')})`,
    command: (file) => ['node', PEER_HEAP, here('peers/memlab.mjs'), file],
  },
  {
    id: 'vscode',
    name: `@vscode/v8-heap-parser (${versionOf('@vscode/v8-heap-parser')})`,
    command: (file) => ['node', PEER_HEAP, here('peers/vscode.mjs'), file],
  },
  {
    id: 'native',
    name: `@heap-snapshot/tool (${versionOf('@heap-snapshot/tool')}, native)`,
    command: (file) => [...native(), 'summary', file],
    probe: [...native(), '--help'],
  },
]

/**
 * The native tool's binary itself, without the program of Node's that npm starts it by: through the C library in a folder
 * that the environment names, where the machine's own is too old for it.
 */
function native() {
  const binary = here(`node_modules/@heap-snapshot/${process.platform}-${process.arch}/heap-snapshot`)
  const folder = process.env.BENCH_C_LIBRARY
  return folder ? [join(folder, 'ld-linux-x86-64.so.2'), '--library-path', folder, binary] : [binary]
}

function versionOf(name) {
  const manifest = here(`node_modules/${name}/package.json`)
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : 'not installed'
}
