import type { Writing } from '#engine/model/words.ts'
import { countOf, type Judged, type Judgement } from '../judgement.ts'
import { sentenceOf } from './sentence.ts'

/** What XML 1.0 has no way to write, halves of characters among it. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** A suite in JUnit's XML with a test for each judgement; what is not judged is skipped. */
export function judgedJunit(judged: Judged, writing: Writing): string {
  const { judgements, file } = judged
  const counts = `tests="${judgements.length}" failures="${countOf(judged, 'broken')}" errors="0" skipped="${countOf(judged, 'unjudged')}"`
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="heapscope check" ${counts}>
  <testsuite name="${escaped(writing.code(file))}" ${counts}>
${judgements.map((judgement) => testcase(judgement, writing)).join('')}  </testsuite>
</testsuites>
`
}

function testcase(judgement: Judgement, writing: Writing): string {
  const { rule, verdict } = judgement
  const open = `    <testcase classname="heapscope.budget" name="${escaped(writing.code(rule))}"`
  if (verdict === 'kept') return `${open}/>\n`
  const message = escaped(sentenceOf(judgement, writing))
  const what =
    verdict === 'broken' ? `failure type="budget" message="${message}"` : `skipped message="${message}"`
  return `${open}>\n      <${what}/>\n    </testcase>\n`
}

/** As the value of an attribute, in which an XML reader would make spaces of line ends. */
function escaped(text: string): string {
  return text
    .replace(NOT_XML, '\ufffd')
    .replace(/[&<>"'\n\r\t]/g, (character) => `&#${character.charCodeAt(0)};`)
}
