import { codeMarkdown, plainMarkdown } from '#engine/base/markdown.ts'
import type { FindingRow, KnownFinding, WasteRow } from '#engine/model/finding-rows.ts'
import { weightOf } from '#engine/model/finding-rank.ts'
import {
  confidenceWords,
  courseBytes,
  COURSE_WORDS,
  growthWords,
  savingWords,
  verdictWords,
} from '#engine/model/finding-words.ts'
import { type Words, type Writing, written } from '#engine/model/words.ts'
import { formatBytes, formatCount, formatName } from '../text.ts'
import { shareText } from './share-text.ts'
import { countedWaste, type FindingsReport, severityCounts } from './findings-report.ts'

const MARKDOWN: Writing = {
  code: (text) => codeMarkdown(formatName(text)),
  bytes: formatBytes,
  count: formatCount,
  share: shareText,
}

function said(sentence: Words): string {
  return sentence
    .map((phrase) => (typeof phrase === 'string' ? plainMarkdown(phrase) : written([phrase], MARKDOWN)))
    .join('')
}

/** Findings as Markdown that stands alone, as in a pull request. */
export function findingsMarkdown(report: FindingsReport): string {
  const { summary, findings, waste, rules } = report
  const { file, format, shallowSize } = summary
  const [first] = findings
  const parts = [
    `# Findings in ${codeMarkdown(formatName(file))}`,
    `${plainMarkdown(format)}, ${formatBytes(shallowSize)}: ${severityCounts(findings)}.`,
    ...(first
      ? [said(verdictWords(first))]
      : [`None of ${rules.length} rules found anything worth telling.`]),
    ...(findings.length > 0 ? [findingTable(report)] : []),
    ...fixedPart(report),
    ...findings.map((finding, at) => findingPart(finding, at + 1)),
    ...(waste.length > 0 ? [wastePart(waste, shallowSize)] : []),
    rulesPart(report),
  ]
  return `${parts.join('\n\n')}\n`
}

function findingTable({ findings, compared }: FindingsReport): string {
  const courses = new Map(compared?.now.map((course) => [course.key, course]))
  const head = ['', 'Severity', 'Finding', 'Bytes', 'Owner', ...(compared ? ['Since before'] : [])]
  const rows = findings.map((finding, at) => [
    `${at + 1}`,
    finding.severity,
    said(finding.title),
    formatBytes(weightOf(finding)),
    codeMarkdown(formatName(finding.owner)),
    ...(compared ? [courseText(courses.get(finding.key))] : []),
  ])
  return table(head, rows)
}

function courseText(course: NonNullable<FindingsReport['compared']>['now'][number] | undefined): string {
  if (!course) return ''
  return `${COURSE_WORDS[course.course]} (${said(courseBytes(course))})`
}

function fixedPart({ compared }: FindingsReport): string[] {
  if (!compared || compared.fixed.length === 0) return []
  const lines = compared.fixed.map((one: KnownFinding) => `- ${said(one.title)}`)
  return [`## Fixed since`, lines.join('\n')]
}

function findingPart(finding: FindingRow, number: number): string {
  const { severity, title, facts, cure, reference, growth, key, classes, moreClasses } = finding
  const saving = savingWords(finding)
  const evidence = classes.map(
    ({ name, count, shallowSize }) =>
      `${formatCount(count)} × ${codeMarkdown(formatName(name))} (${formatBytes(shallowSize)})`,
  )
  const more = moreClasses > 0 ? ` and ${formatCount(moreClasses)} more classes` : ''
  return [
    `## ${number}. ${said(title)}`,
    said(facts),
    [
      `- **Severity**: ${severity}`,
      ...(reference === null ? [] : [`- **Kept by**: ${codeMarkdown(formatName(reference, 400))}`]),
      ...(growth ? [`- **Growth**: ${said(growthWords(growth))}`] : []),
      `- **Evidence**: ${evidence.join(', ')}${more}`,
      ...(saving ? [`- **Saving**: ${said(saving)}`] : []),
      `- **Confidence**: ${said(confidenceWords(finding))}`,
      `- **Cure**: ${said(cure)}`,
      `- **Fingerprint**: ${codeMarkdown(key)}`,
    ].join('\n'),
  ].join('\n\n')
}

function wastePart(waste: readonly WasteRow[], total: number): string {
  const counted = countedWaste(waste)
  const rows = waste.map(({ rule, owner, claimed, overlapping, counted: bytes }) => [
    rule,
    codeMarkdown(formatName(owner)),
    formatBytes(claimed),
    overlapping === 0 ? '' : formatBytes(overlapping),
    formatBytes(bytes),
  ])
  return [
    '## What could be saved',
    table(['Rule', 'Owner', 'Claimed', 'Claimed before', 'Counted'], rows),
    `Together ${formatBytes(counted)}, ${shareText(counted / total)} of the heap; no byte is counted twice.`,
  ].join('\n\n')
}

function rulesPart({ rules }: FindingsReport): string {
  const names = rules.map(({ name }) => codeMarkdown(name)).join(', ')
  return `Rules tried: ${names}.`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
