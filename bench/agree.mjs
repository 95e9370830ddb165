/**
 * `node agree.mjs FILE …`: opens each snapshot with Chrome DevTools' worker and with `heapscope nodes`, and counts the
 * nodes about which the two differ, column by column. Ends with 1 when there are any.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { loadInDevTools } from './devtools/load.mjs'

const HEAPSCOPE = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const COLUMNS = ['class', 'shallowSize', 'retainedSize', 'distance']

let agreed = true
for (const file of process.argv.slice(2)) {
  const { snapshot } = await loadInDevTools(file)
  const differing = Object.fromEntries([...COLUMNS, 'dominator'].map((column) => [column, 0]))
  const examples = []
  const differ = (column, devtools, ours) => {
    differing[column]++
    if (examples.length < 5) examples.push({ column, devtools, ours })
  }
  /** Our ids of nodes and of their dominators: of Python objects they are addresses, which DevTools does not know. */
  const ids = new Map()
  const dominators = []
  let nodes = 0
  for await (const ours of heapscopeNodes(file)) {
    ids.set(ours.id, nodes)
    dominators.push(ours.dominator)
    const devtools = devtoolsNode(snapshot, nodes++)
    for (const column of COLUMNS) {
      if (devtools[column] !== ours[column] && !(column === 'class' && isPythonsOwn(ours, devtools))) {
        differ(column, devtools, ours)
      }
    }
  }
  dominators.forEach((id, node) => {
    const theirs = dominatorOf(snapshot, node)
    const ours = id === null ? null : ids.get(id)
    if (theirs !== ours) differ('dominator', { node, dominator: theirs }, { node, dominator: ours })
  })
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
  }
}

/** The dominator's place in the file. */
function dominatorOf(snapshot, ordinal) {
  const node = snapshot.createNode(ordinal * snapshot.nodeFieldCount)
  return node.isRoot() ? null : node.dominatorIndex() / snapshot.nodeFieldCount
}

/** In Python functions, code, numbers and texts have classes too, where DevTools has one name for each type. */
function isPythonsOwn({ type, class: own }, { class: theirs }) {
  return (theirs.startsWith('(') || theirs === 'Function') && own !== `(${type})`
}
