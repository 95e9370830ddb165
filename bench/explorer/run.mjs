import { describe } from '../snapshots/describe.mjs'
import { explore } from './compare.mjs'
import { exploringSection, missedExploring } from './report.mjs'

/**
 * Measures what happens after a file was opened.
 * @param snapshots with the paths of their files in `files`
 * @returns the sections of the document, and lines about missed targets
 */
export async function runExplorer(snapshots, files, options, note) {
  const sections = []
  const missed = []
  for (const [i, { name }] of snapshots.entries()) {
    const { bytes } = describe(files[i])
    const result = { name, bytes, ...(await explore(files[i], options, note)) }
    sections.push(exploringSection(result))
    missed.push(...missedExploring(result))
  }
  return { sections, missed }
}
