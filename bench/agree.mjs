/**
 * `node agree.mjs FILE …`: opens each snapshot with Chrome DevTools' worker and with `heapscope nodes`, and counts the
 * nodes about which the two differ, column by column. Ends with 1 when there are any.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { loadInDevTools } from './devtools/load.mjs'

const HEAPSCOPE = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const COLUMNS = ['class', 'shallowSize', 'retainedSize', 'distance', 'dominator']

let agreed = true
for (const file of process.argv.slice(2)) {
  const { snapshot } = await loadInDevTools(file)
  const differing = Object.fromEntries(COLUMNS.map((column) => [column, 0]))
  const examples = []
  let nodes = 0
  for await (const ours of heapscopeNodes(file)) {
    const devtools = devtoolsNode(snapshot, nodes++)
    for (const column of COLUMNS) {
      if (devtools[column] !== ours[column]) {
        differing[column]++
        if (examples.length < 5) examples.push({ column, devtools, ours })
      }
    }
  }
  agreed &&= nodes === snapshot.nodeCount && examples.length === 0
  process.stdout.write(`${JSON.stringify({ file, nodes, ofDevtools: snapshot.nodeCount, differing })}\n`)
  for (const example of examples) {
    process.stdout.write(`  ${JSON.stringify(example)}\n`)
  }
}
process.exit(agreed ? 0 : 1)

async function* heapscopeNodes(file) {
  const child = spawn(process.execPath, [HEAPSCOPE, 'nodes', file], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout })) {
    yield JSON.parse(line)
  }
}

/** As `heapscope nodes` writes it: the root has no dominator, and what nothing leads to no distance. */
function devtoolsNode(snapshot, ordinal) {
  const node = snapshot.createNode(ordinal * snapshot.nodeFieldCount)
  return {
    id: node.id(),
    class: node.className(),
    shallowSize: node.selfSize(),
    retainedSize: node.retainedSize(),
    distance: node.distance() === -5 ? null : node.distance(),
    dominator: node.isRoot() ? null : snapshot.createNode(node.dominatorIndex()).id(),
  }
}
