/** The sections of a V8 snapshot, in the order in which V8 writes them. */
const NAMES = ['nodes', 'edges', 'trace_function_infos', 'trace_tree', 'samples', 'locations', 'strings']

/**
 * Finds where each section's array stands in a whole snapshot, without looking into strings: they are the last.
 * @returns pieces `{ name, start, end }` that follow each other and cover the file; what stands before the first
 *   array is `header`
 */
export function findSections(bytes) {
  const starts = [{ name: 'header', start: 0 }]
  let from = 0
  for (const name of NAMES) {
    const at = bytes.indexOf(`"${name}":[`, from, 'latin1')
    if (at !== -1) {
      starts.push({ name, start: at })
      from = at
    }
  }
  return starts.map(({ name, start }, i) => ({ name, start, end: starts[i + 1]?.start ?? bytes.length }))
}
