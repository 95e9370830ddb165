import { closeSync, openSync, readSync, statSync } from 'node:fs'

const HEAD_BYTES = 8192
const WARM_BYTES = 1 << 23

/** Length of a snapshot, and node and edge counts from its header. */
export function describe(file) {
  const head = Buffer.alloc(HEAD_BYTES)
  const descriptor = openSync(file, 'r')
  const length = readSync(descriptor, head)
  closeSync(descriptor)
  const text = head.toString('latin1', 0, length)
  const count = (name) => Number(new RegExp(`"${name}":(\\d+)`).exec(text)[1])
  return { bytes: statSync(file).size, nodes: count('node_count'), edges: count('edge_count') }
}

/** Reads a file once, so that the system holds it in memory for whoever opens it next. */
export function warm(file) {
  const piece = Buffer.alloc(WARM_BYTES)
  const descriptor = openSync(file, 'r')
  while (readSync(descriptor, piece) > 0);
  closeSync(descriptor)
}
