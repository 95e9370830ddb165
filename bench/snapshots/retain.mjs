/**
 * `node retain.mjs FILLER AMOUNT FILE [MORE LATER]`, run under a recent Node with `--expose-gc`: fills the heap as the
 * filler says and writes a snapshot of it. With `MORE`, the heap then grows by so much, loses a little of what it held,
 * and is written again as `LATER`: two snapshots of one process.
 */
import { writeHeapSnapshot } from 'node:v8'

const [filler, amount, file, more, later] = process.argv.slice(2)
const { fill, grow } = await import(`./fillers/${filler}.mjs`)
globalThis.retained = fill(Number(amount))
globalThis.gc()
writeHeapSnapshot(file)
if (later !== undefined) {
  grow(globalThis.retained, Number(more))
  globalThis.gc()
  writeHeapSnapshot(later)
}
