/** `node peers/memlab.mjs FILE`: opens a snapshot with memlab, retained sizes included, and sums it up by class. */
import { createRequire } from 'node:module'

const { getFullHeapFromFile } = createRequire(import.meta.url)('@memlab/heap-analysis')
const heap = await getFullHeapFromFile(process.argv[2])
const classes = new Map()
heap.nodes.forEach((node) => {
  const row = classes.get(node.name) ?? { count: 0, shallowSize: 0, largest: 0 }
  classes.set(node.name, row)
  row.count++
  row.shallowSize += node.self_size
  row.largest = Math.max(row.largest, node.retainedSize)
})
process.stdout.write(`${JSON.stringify({ nodes: heap.nodes.length, classes: classes.size })}\n`)
process.exit()
