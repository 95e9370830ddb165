import { describe } from '../snapshots/describe.mjs'
import { comparePair } from './compare.mjs'
import { comparingSection, missedComparing } from './report.mjs'

/**
 * Measures what comparing two open snapshots takes.
 * @param pairs with the paths of their files in `files`, the earlier one first
 * @returns the sections of the document, and lines about missed targets
 */
export async function runDiff(pairs, files, options, note) {
  const sections = []
  const missed = []
  for (const [i, { name, seconds }] of pairs.entries()) {
    const bytes = files[i].map((file) => describe(file).bytes)
    const result = { name, seconds, bytes, ...(await comparePair(files[i], options, note)) }
    sections.push(comparingSection(result))
    missed.push(...missedComparing(result))
  }
  return { sections, missed }
}
