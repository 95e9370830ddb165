/**
 * `node retain.mjs FILLER AMOUNT FILE`, run under a recent Node with `--expose-gc`: fills the heap as the filler says
 * and writes a snapshot of it.
 */
import { writeHeapSnapshot } from 'node:v8'

const [filler, amount, file] = process.argv.slice(2)
const { fill } = await import(`./fillers/${filler}.mjs`)
globalThis.retained = fill(Number(amount))
globalThis.gc()
writeHeapSnapshot(file)
