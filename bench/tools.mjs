import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/**
 * The tools that are compared. Each opens the file, computes every retained size and sums up by class: what someone
 * waits for before the first look. `optional` tools are native and do not run on every machine.
 */
export const TOOLS = [
  {
    id: 'heapscope',
    name: 'Heapscope, command line',
    command: (file) => ['node', here('../dist/cli/main.js'), 'summary', file, '--json'],
  },
  {
    id: 'devtools',
    name: `Chrome DevTools' worker (${versionOf('chrome-devtools-frontend')})`,
    command: (file) => ['node', here('peers/devtools.mjs'), file],
  },
  {
    id: 'memlab',
    name: `memlab (${versionOf('@memlab/heap-analysis')})`,
    command: (file) => ['node', here('peers/memlab.mjs'), file],
  },
  {
    id: 'vscode',
    name: `@vscode/v8-heap-parser (${versionOf('@vscode/v8-heap-parser')})`,
    command: (file) => ['node', here('peers/vscode.mjs'), file],
  },
  {
    id: 'native',
    name: `@heap-snapshot/tool (${versionOf('@heap-snapshot/tool')}, native)`,
    command: (file) => [here('node_modules/.bin/heap-snapshot'), 'summary', file],
    optional: true,
  },
]

function versionOf(name) {
  const manifest = here(`node_modules/${name}/package.json`)
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : 'not installed'
}
