import { idText } from '#engine/base/id-text.ts'
import type { FindingRow } from '#engine/model/finding-rows.ts'
import { weightOf } from '#engine/model/finding-rank.ts'
import {
  confidenceWords,
  courseBytes,
  COURSE_WORDS,
  growthWords,
  savingWords,
} from '#engine/model/finding-words.ts'
import { type Words, type Writing, written } from '#engine/model/words.ts'
import type { Io } from '../io.ts'
import { countedWaste, type FindingsReport, severityCounts } from '../reports/findings-report.ts'
import { shareText } from '../reports/share-text.ts'
import { type Column, formatTable } from '../table.ts'
import { bytesCell, formatBytes, formatCount, formatName, type Paint, paintFor } from '../text.ts'

const LONGEST_PATH = 300
const WASTE: readonly Column[] = [
  { title: 'counted', align: 'right' },
  { title: 'claimed', align: 'right' },
  { title: 'rule', align: 'left' },
  { title: 'owner', align: 'left' },
]
const TERMINAL: Writing = {
  code: (text) => formatName(text),
  bytes: formatBytes,
  count: formatCount,
  share: shareText,
}

/** Findings for people. @param top how many are told */
export function findingsText(report: FindingsReport, top: number, io: Io): string {
  const { findings, waste, rules, summary } = report
  const paint = paintFor(io)
  const shown = findings.slice(0, top)
  const counted = countedWaste(waste)
  const more =
    shown.length < findings.length
      ? `showing ${formatCount(shown.length)} of ${formatCount(findings.length)} findings; --top ${findings.length} shows all\n`
      : ''
  const saved =
    waste.length > 0
      ? `${formatTable(WASTE, waste.slice(0, top).map(wasteCells), paint)}${paint.quiet(`together ${formatBytes(counted)} could be saved, ${shareText(counted / summary.shallowSize)} of the heap; no byte is counted twice`)}`
      : null
  const tried = `${rules.length} ${rules.length === 1 ? 'rule' : 'rules'} tried`
  return `${[
    `${formatName(summary.file)}, ${formatBytes(summary.shallowSize)}: ${severityCounts(findings)}, ${tried}`,
    ...shown.map((finding) => findingText(finding, report, paint)),
    ...fixedText(report, paint),
    ...(more ? [paint.quiet(more.trimEnd())] : []),
    ...(saved ? [saved] : []),
  ].join('\n\n')}\n`
}

function wasteCells({ counted, claimed, rule, owner }: FindingsReport['waste'][number]): string[] {
  return [bytesCell(counted), bytesCell(claimed), rule, formatName(owner)]
}

function findingText(finding: FindingRow, { compared, summary }: FindingsReport, paint: Paint): string {
  const { severity, title, facts, cure, reference, growth, key, own, whose } = finding
  const bytes = weightOf(finding)
  const course = compared?.now.find((one) => one.key === key)
  const saving = savingWords(finding)
  const lines: (readonly [string, string])[] = [
    ['', said(facts)],
    ...(reference === null ? [] : [['kept by', formatName(reference, LONGEST_PATH)] as const]),
    ...(own ? [['your code', ownText(own)] as const] : []),
    ...(whose === 'library' || whose === 'runtime' ? [['belongs to', WHOSE[whose]] as const] : []),
    ...(growth ? [['growth', said(growthWords(growth))] as const] : []),
    ...(course ? [['captures', courseText(course)] as const] : []),
    ...(saving ? [['saving', said(saving)] as const] : []),
    ['confidence', said(confidenceWords(finding))],
    ['cure', said(cure)],
    ['select', finding.query],
  ]
  const head = `${severity.toUpperCase()}  ${said(title)}`
  const share = `${formatBytes(bytes)}, ${shareText(bytes / summary.shallowSize)} of the heap`
  return [
    `${paint.strong(head)}  ${paint.quiet(share)}`,
    ...lines.map(([name, value]) => `  ${name === '' ? '' : `${paint.quiet(`${name}:`)} `}${value}`),
  ].join('\n')
}

const WHOSE = { library: 'a library', runtime: 'the engine or what comes with it' } as const

function ownText({ name, id, source }: NonNullable<FindingRow['own']>): string {
  const place = source
    ? ` at ${formatName(source.url ?? `script ${source.scriptId}`)}:${source.line}:${source.column}`
    : ''
  return `${formatName(name)} ${idText(id)}${place}`
}

function courseText({ course, bytes }: NonNullable<FindingsReport['compared']>['now'][number]): string {
  return `${COURSE_WORDS[course]}, ${said(courseBytes({ bytes }))}`
}

function fixedText({ compared }: FindingsReport, paint: Paint): string[] {
  if (!compared || compared.fixed.length === 0) return []
  const lines = compared.fixed.map((one) => `  ${said(one.title)}  ${paint.quiet(one.key)}`)
  return [[paint.strong('Fixed since'), ...lines].join('\n')]
}

function said(sentence: Words): string {
  return written(sentence, TERMINAL)
}
