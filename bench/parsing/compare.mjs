import { fileURLToPath } from 'node:url'
import { runProcess } from '../measure/run-process.mjs'
import { readerBundle } from './bundle.mjs'

const MEASURE = fileURLToPath(new URL('measure.mjs', import.meta.url))
/** The whole file is held in one piece; a buffer ends at 4 GB, and these say no more than the smaller ones. */
const LARGEST_BYTES = 2e9

/**
 * Reads the file with the engine's reader on one core, each time in a new process.
 * @returns bytes and milliseconds (one value a round) of the number sections together and of the strings section;
 *   undefined for files over 2 GB
 */
export async function measureParsing(file, bytes, rounds, note) {
  if (bytes > LARGEST_BYTES) {
    return undefined
  }
  const bundle = await readerBundle()
  const parts = { numbers: { bytes: 0, ms: [] }, strings: { bytes: 0, ms: [] } }
  for (let round = 0; round < rounds; round++) {
    note(`${file}: parsing, round ${round + 1}`)
    const { stdout } = await runProcess(['node', MEASURE, bundle, file])
    for (const [part, { bytes: length, ms }] of Object.entries(sumUp(JSON.parse(stdout)))) {
      parts[part].bytes = length
      parts[part].ms.push(ms)
    }
  }
  return parts
}

/** @returns bytes and milliseconds of all number sections, and of the strings */
export function sumUp(sections) {
  const sum = (wanted) =>
    sections
      .filter(({ name }) => wanted.includes(name))
      .reduce((all, { bytes, ms }) => ({ bytes: all.bytes + bytes, ms: all.ms + ms }), { bytes: 0, ms: 0 })
  return { numbers: sum(['nodes', 'edges', 'locations']), strings: sum(['strings']) }
}
