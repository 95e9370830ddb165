import type { Course, FindingCourse, FindingRow } from './finding-rows.ts'
import { plain, size, type Words, words } from './words.ts'

/** A finding as a paragraph that stands alone: what was found, the reference that keeps it, and the cure. */
export function verdictWords({ title, facts, reference, cure, growth }: FindingRow): Words {
  const since = growth === null ? [] : [...plain(' '), ...growthWords(growth)]
  const kept = reference === null ? [] : words` The reference that keeps it: ${reference}.`
  return words`${title}. ${facts}${since}${kept} ${cure}`
}

/** What is new of it since the base, as a sentence. */
export function growthWords({ count, shallowSize, retained }: NonNullable<FindingRow['growth']>): Words {
  if (count === 0) return plain('None of its objects is new since the base.')
  const net =
    retained === null
      ? []
      : words`; in all it keeps ${plain(retained < 0 ? 'less by ' : 'more by ')}${size(Math.abs(retained))}`
  return words`New since the base: ${count} ${plain(count === 1 ? 'object' : 'objects')} of ${size(shallowSize)}${net}.`
}

/** What it would save and how that is known, as a sentence; null where it says nothing of that. */
export function savingWords({ saving }: Pick<FindingRow, 'saving'>): Words | null {
  if (!saving) return null
  return words`Saves ${saving.estimate ? plain('an estimated ') : []}${size(saving.bytes)}: ${saving.method}.`
}

/** How sure it is, as a sentence. */
export function confidenceWords({ confidence }: Pick<FindingRow, 'confidence'>): Words {
  const level = { sure: 'Sure', likely: 'Likely', possible: 'Possible' }[confidence.level]
  return words`${plain(level)}: ${confidence.reason}.`
}

export const COURSE_WORDS: Readonly<Record<Course, string>> = {
  growing: 'growing in every capture',
  new: 'new',
  grown: 'grown',
  same: 'as before',
  shrunk: 'shrunk',
}

/** The bytes of a finding in every capture: `none → 1.6 MiB → 3.2 MiB`. */
export function courseBytes({ bytes }: Pick<FindingCourse, 'bytes'>): Words {
  return bytes.flatMap((one, at) => [...(at === 0 ? [] : [' → ']), one === null ? 'none' : size(one)])
}
