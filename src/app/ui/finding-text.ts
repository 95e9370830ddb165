import type { FindingRow, Severity } from '#engine/model/finding-rows.ts'
import { confidenceWords, growthWords, savingWords } from '#engine/model/finding-words.ts'
import { plain, share, size, words } from '#engine/model/words.ts'
import { weightOf } from '#engine/model/finding-rank.ts'
import { wordsMarkdown } from './words-text.ts'

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  serious: 'Serious',
  warning: 'Warning',
  note: 'Note',
}

/** All that is known of a finding, to paste where others read it. @param total the size of the heap */
export function findingMarkdown(finding: FindingRow, total: number): string {
  const { owner, reference, growth } = finding
  const bytes = weightOf(finding)
  const saving = savingWords(finding)
  const facts = [
    words`${plain(SEVERITY_WORDS[finding.severity])}: ${size(bytes)}, ${share(bytes, total)} of the heap`,
    words`Held by ${owner}`,
    ...(reference === null ? [] : [words`The reference that keeps it: ${reference}`]),
    confidenceWords(finding),
    ...(saving ? [saving] : []),
    ...(growth ? [growthWords(growth)] : []),
  ]
  return [
    `**${wordsMarkdown(finding.title)}**`,
    wordsMarkdown(finding.facts),
    facts.map((fact) => `- ${wordsMarkdown(fact)}`).join('\n'),
    `What to do: ${wordsMarkdown(finding.cure)}`,
  ].join('\n\n')
}
