import { idText } from '#engine/base/id-text.ts'
import type { TaskHost } from '#engine/base/task.ts'
import { z } from 'zod'
import { compareFindings } from '#engine/diff/compare-findings.ts'
import { byRank } from '#engine/model/finding-rank.ts'
import type { ComparedFindings, FindingRow } from '#engine/model/finding-rows.ts'
import { growthWords, savingWords } from '#engine/model/finding-words.ts'
import { type Words, type Writing, written } from '#engine/model/words.ts'
import type { Session } from '#engine/session.ts'
import { shareText } from '../../reports/share-text.ts'
import { formatBytes, formatCount, formatName } from '../../text.ts'
import { CallError } from '../call-error.ts'
import { captureId, page } from '../inputs.ts'
import { count, pageData, pageOutput, pageText, shortened, size } from '../rows.ts'
import { defineTool } from '../tool.ts'

/** A reference may be a path of many steps. */
const LONGEST_REFERENCE = 400

export const findings = defineTool({
  name: 'findings',
  title: 'What is wrong, and the cure',
  description:
    'What is wrong with a capture by rules: leaks and waste with their owner, the reference that keeps them, the bytes, how sure that is, and the cure; the worst first. Ask this early. With a base, an earlier capture, what grew is told apart from what is merely large, and what is fixed is counted.',
  input: z.strictObject({
    capture: captureId,
    base: captureId.optional().describe('An earlier capture of the same program that is open.'),
    rules: z.array(z.string()).optional().describe('Only these rules.'),
    ...page,
    limit: page.limit.default(10),
  }),
  output: z.object({
    capture: z.string(),
    rules: z.array(z.string()).describe('Rules that were tried.'),
    fixed: z
      .array(z.string())
      .nullable()
      .describe('Keys of findings that only the base has; null without a base.'),
    ...pageOutput,
    findings: z.array(
      z.object({
        key: z.string().describe('The rule and a fingerprint that other captures and builds have too.'),
        rule: z.string(),
        severity: z.string(),
        title: z.string(),
        facts: z.string(),
        growth: z.string().nullable(),
        course: z
          .string()
          .nullable()
          .describe('What became of it since the base: new, grown, same or shrunk.'),
        cure: z.string(),
        confidence: z.object({ level: z.string(), reason: z.string() }),
        owner: z.string(),
        reference: z.string().nullable().describe('The path that keeps it, as a program would write it.'),
        object: z.int().describe('The id of the object that all hangs from.'),
        count,
        retainedSize: size,
        saving: z.object({ bytes: size, estimate: z.boolean(), method: z.string() }).nullable(),
        query: z.string().describe('The filter that finds the evidence.'),
      }),
    ),
  }),
  answer: async ({ capture, base, rules: only, start, limit }, { captures, host }) => {
    const target = captures.get(capture)
    const before = base === undefined ? null : captures.get(base)
    await captures.beside(target, before ? [before] : [], null, host)
    const rules = await rulesOf(target.session, only ?? null, host)
    const all = await findingsOf(target.session, rules, host)
    const compared = before && compareFindings([await foundAlone(before.session, rules, host), all])
    const rows = all.slice(start, start + limit)
    return {
      rows: rows.length,
      say: (shown) => {
        const listed = rows.slice(0, shown)
        const fixed = compared && compared.fixed.map(({ key }) => key)
        const since = fixed ? `; ${formatCount(fixed.length)} of the base are fixed` : ''
        const end = `${pageText(all.length, start, shown, ['finding', 'findings'])}; ${formatCount(rules.length)} rules tried${since}`
        return {
          text: [...listed.map((row) => findingText(row, compared)), end].join('\n\n'),
          data: {
            capture,
            rules,
            fixed,
            ...pageData(all.length, start, shown),
            findings: listed.map((row) => findingData(row, compared)),
          },
        }
      },
    }
  },
})

async function rulesOf(session: Session, only: readonly string[] | null, host: TaskHost): Promise<string[]> {
  const names = (await session.ask('findingRules', [], host)).map(({ name }) => name)
  const unknown = only?.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw new CallError(
      `There is no rule “${formatName(unknown, 40)}” for this heap; the rules are ${names.join(', ')}.`,
    )
  }
  return only ? names.filter((name) => only.includes(name)) : names
}

/** The worst first, of equals the weightiest. */
async function findingsOf(
  session: Session,
  rules: readonly string[],
  host: TaskHost,
): Promise<readonly FindingRow[]> {
  const found: FindingRow[] = []
  for (const name of rules) found.push(...(await session.ask('findingsOf', [name, []], host)))
  return found.sort(byRank)
}

/** Those of the base, by the rules that it knows too. */
async function foundAlone(session: Session, rules: readonly string[], host: TaskHost) {
  const known = await rulesOf(session, null, host)
  return findingsOf(
    session,
    rules.filter((name) => known.includes(name)),
    host,
  )
}

const PLAIN: Writing = {
  code: (text) => formatName(text),
  bytes: formatBytes,
  count: formatCount,
  share: shareText,
}

function findingData(row: FindingRow, compared: ComparedFindings | null) {
  const { key, rule, severity, confidence, saving } = row
  return {
    key,
    rule,
    severity,
    title: said(row.title),
    facts: said(row.facts),
    growth: row.growth && said(growthWords(row.growth)),
    course: courseOf(row, compared),
    cure: said(row.cure),
    confidence: { level: confidence.level, reason: said(confidence.reason) },
    owner: shortened(row.owner),
    reference: row.reference && formatName(row.reference, LONGEST_REFERENCE),
    object: row.object.id,
    count: row.count,
    retainedSize: row.retained,
    saving: saving && { bytes: saving.bytes, estimate: saving.estimate, method: said(saving.method) },
    query: row.query,
  }
}

function findingText(row: FindingRow, compared: ComparedFindings | null): string {
  const saving = savingWords(row)
  const course = courseOf(row, compared)
  return [
    `${row.severity.toUpperCase()} ${said(row.title)} [${row.rule}]`,
    `  ${said(row.facts)}`,
    ...(row.growth ? [`  growth: ${said(growthWords(row.growth))}`] : []),
    ...(course ? [`  since the base: ${course}`] : []),
    ...(row.reference ? [`  kept by: ${formatName(row.reference, LONGEST_REFERENCE)}`] : []),
    ...(saving ? [`  ${said(saving)}`] : []),
    `  ${row.confidence.level}: ${said(row.confidence.reason)}`,
    `  cure: ${said(row.cure)}`,
    `  at ${idText(row.object.id)}, query ${row.query}`,
  ].join('\n')
}

function courseOf({ key }: FindingRow, compared: ComparedFindings | null): string | null {
  return compared?.now.find((one) => one.key === key)?.course ?? null
}

function said(sentence: Words): string {
  return written(sentence, PLAIN)
}
