import type { FindingRow, Saving, Severity } from '#engine/model/finding-rows.ts'
import { plain, share, size, type Words, words } from '#engine/model/words.ts'
import { formatCountDelta, formatDelta } from './format.ts'
import { findingBytes } from '../state/rank-findings.ts'
import { wordsMarkdown } from './words-text.ts'

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  serious: 'Serious',
  warning: 'Warning',
  note: 'Note',
}

/** A finding as one paragraph that stands alone: what it is, what was seen, what keeps it, and what to write instead. */
export function findingParagraph({ title, facts, reference, cure }: FindingRow): Words {
  const keeps = reference === null ? [] : words` The reference that keeps it: ${reference}.`
  return words`${title}. ${facts}${keeps} ${cure}`
}

/** How sure it is, and why. */
export function confidenceWords({ confidence: { level, reason } }: FindingRow): Words {
  return words`${plain(level === 'sure' ? 'Sure' : level === 'likely' ? 'Likely' : 'Possible')}, since ${reason}.`
}

/** What a cure would free, and how that figure comes about. */
export function savingWords({ bytes, estimate, method }: Saving): Words {
  return words`${size(bytes)}${plain(estimate ? ' (estimate)' : '')}: ${method}.`
}

/** What of the evidence is new since the base; null where the heap stands alone. @param base the base’s file */
export function growthWords({ growth }: FindingRow, base: string): Words | null {
  if (!growth) return null
  if (growth.count === 0) return words`Nothing of it is new since ${base}.`
  const objects = `${formatCountDelta(growth.count)} ${growth.count === 1 ? 'object' : 'objects'}`
  return words`${plain(`${objects}, ${formatDelta(growth.shallowSize)} by themselves`)}, since ${base}.`
}

/** All that is known of a finding, to paste where others read it. @param total the size of the heap */
export function findingMarkdown(finding: FindingRow, total: number, base: string): string {
  const bytes = findingBytes(finding)
  const weight = words`${plain(SEVERITY_WORDS[finding.severity])}: ${size(bytes)}, ${share(bytes, total)} of the heap`
  const growth = growthWords(finding, base)
  const facts = [
    weight,
    words`Held by ${finding.owner}`,
    ...(finding.reference === null ? [] : [words`The reference that keeps it: ${finding.reference}`]),
    confidenceWords(finding),
    ...(finding.saving ? [words`Would be saved: ${savingWords(finding.saving)}`] : []),
    ...(growth ? [words`New: ${growth}`] : []),
  ]
  return [
    `**${wordsMarkdown(finding.title)}**`,
    wordsMarkdown(finding.facts),
    facts.map((fact) => `- ${wordsMarkdown(fact)}`).join('\n'),
    `What to do: ${wordsMarkdown(finding.cure)}`,
  ].join('\n\n')
}
