/**
 * `node measure.mjs BUNDLE FILE`: reads a snapshot that is in memory with the engine's reader, in this thread alone, and
 * prints how long each section took as JSON. Pieces never reach over a section's end, so a piece's time is its section's.
 */
import { readFileSync } from 'node:fs'
import { findSections } from './sections.mjs'

/** As the command line reads. */
const CHUNK_BYTES = 1 << 20

const [bundle, file] = process.argv.slice(2)
const { readCapture, Task } = await import(bundle)
const bytes = readFileSync(file)
const sections = findSections(bytes).map((section) => ({ ...section, ms: 0 }))
const task = new Task({ now: () => performance.now(), pause: () => Promise.resolve() })
await readCapture({ name: file, size: bytes.length, chunks }, task)
process.stdout.write(
  `${JSON.stringify(sections.map(({ name, start, end, ms }) => ({ name, bytes: end - start, ms })))}\n`,
)

/** The time between handing a piece out and being asked for the next is the time that the reader took for it. */
async function* chunks() {
  for (const section of sections) {
    for (let at = section.start; at < section.end; at += CHUNK_BYTES) {
      const started = performance.now()
      yield bytes.subarray(at, Math.min(at + CHUNK_BYTES, section.end))
      section.ms += performance.now() - started
    }
  }
}
