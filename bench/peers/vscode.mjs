/** `node peers/vscode.mjs FILE`: opens a snapshot with VS Code's WebAssembly parser and sums it up by class. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { decode_bytes } = createRequire(import.meta.url)('@vscode/v8-heap-parser')
const graph = decode_bytes(readFileSync(process.argv[2]))
const classes = graph.get_class_groups(0, 1_000_000, false)
process.stdout.write(
  `${JSON.stringify({ classes: classes.length, retainedSize: Number(classes[0].retained_size) })}\n`,
)
process.exit()
