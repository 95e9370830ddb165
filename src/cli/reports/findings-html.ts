import type { WasteRow } from '#engine/model/finding-rows.ts'
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
import { countedWaste, type FindingsReport, severityCounts } from './findings-report.ts'
import { REPORT_STYLE } from './report-style.ts'
import { shareText } from './share-text.ts'

const HTML: Writing = {
  code,
  bytes: formatBytes,
  count: formatCount,
  share: shareText,
}

/** Findings as one page that needs nothing beside itself: no script, no picture, no address. */
export function findingsHtml(report: FindingsReport): string {
  const { summary, findings, rules } = report
  const title = `Findings in ${formatName(summary.file)}`
  const [first] = findings
  const verdict = first
    ? said(verdictWords(first))
    : `None of ${rules.length} rules found anything worth telling.`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(title)}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<h1>${text(title)}</h1>
<p class="quiet">${text(summary.format)}, ${formatBytes(summary.shallowSize)}: ${severityCounts(findings)}</p>
<p class="verdict">${verdict}</p>
${findings.length > 0 ? findingList(report) : ''}
${fixedPart(report)}
${wastePart(report)}
<section><h2>Rules tried</h2><ul class="rules">
${rules.map((rule) => `<li><b>${text(rule.title)}</b> ${code(rule.name)}<br>${text(rule.about)}</li>`).join('\n')}
</ul></section>
</main>
</body>
</html>
`
}

function findingList({ findings, compared, summary }: FindingsReport): string {
  const courses = new Map(compared?.now.map((course) => [course.key, course]))
  const most = Math.max(...findings.map(weightOf))
  const items = findings.map((finding, at) => {
    const { severity, title, facts, cure, reference, growth, key, classes, moreClasses } = finding
    const course = courses.get(finding.key)
    const saving = savingWords(finding)
    const bytes = weightOf(finding)
    const evidence = classes.map(
      ({ name, count, shallowSize }) =>
        `<li>${formatCount(count)} × ${code(name)} ${formatBytes(shallowSize)}</li>`,
    )
    const rows = [
      ['Kept by', reference === null ? '' : code(reference, 400)],
      ['Growth', growth ? said(growthWords(growth)) : ''],
      ['Captures', course ? courseText(course) : ''],
      [
        'Evidence',
        `<ul>${evidence.join('')}${moreClasses > 0 ? `<li>and ${formatCount(moreClasses)} more classes</li>` : ''}</ul>`,
      ],
      ['Saving', saving ? said(saving) : ''],
      ['Confidence', said(confidenceWords(finding))],
      ['Cure', said(cure)],
      ['Fingerprint', code(key)],
    ].filter(([, value]) => value !== '')
    return `<article>
<h3><span class="severity ${severity}">${severity}</span> ${at + 1}. ${said(title)}</h3>
<p class="bar"><span style="width:${((100 * bytes) / most).toFixed(2)}%"></span></p>
<p>${formatBytes(bytes)}, ${shareText(bytes / summary.shallowSize)} of the heap. ${said(facts)}</p>
<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>
</article>`
  })
  return `<section><h2>Findings</h2>${items.join('\n')}</section>`
}

function courseText({ course, bytes }: NonNullable<FindingsReport['compared']>['now'][number]): string {
  return `${COURSE_WORDS[course]}: ${said(courseBytes({ bytes }))}`
}

function fixedPart({ compared }: FindingsReport): string {
  if (!compared || compared.fixed.length === 0) return ''
  const items = compared.fixed.map((one) => `<li>${said(one.title)}</li>`)
  return `<section><h2>Fixed since</h2><ul>${items.join('')}</ul></section>`
}

function wastePart({ waste, summary }: FindingsReport): string {
  if (waste.length === 0) return ''
  const counted = countedWaste(waste)
  const row = ({ rule, owner, claimed, overlapping, counted: bytes }: WasteRow): string =>
    `<tr><td>${text(rule)}</td><td>${code(owner)}</td>${[claimed, overlapping, bytes].map((size) => `<td>${formatBytes(size)}</td>`).join('')}</tr>`
  return `<section><h2>What could be saved</h2><div class="wide"><table>
<thead><tr><th>Rule</th><th>Owner</th><th>Claimed</th><th>Claimed before</th><th>Counted</th></tr></thead>
<tbody>${waste.map(row).join('\n')}</tbody>
<tfoot><tr><th colspan="4">Together, no byte counted twice: ${shareText(counted / summary.shallowSize)} of the heap</th><th>${formatBytes(counted)}</th></tr></tfoot>
</table></div></section>`
}

function said(sentence: Words): string {
  return sentence
    .map((phrase) => (typeof phrase === 'string' ? text(phrase) : written([phrase], HTML)))
    .join('')
}

function code(name: string, longest?: number): string {
  return `<code>${text(formatName(name, longest))}</code>`
}

function text(plain: string): string {
  return plain.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)!};`)
}
