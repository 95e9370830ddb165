import type { Command } from 'commander'
import { compareFindings } from '#engine/diff/compare-findings.ts'
import { byRank } from '#engine/model/finding-rank.ts'
import type { FindingRow, RuleRow } from '#engine/model/finding-rows.ts'
import { patternFault } from '#engine/model/library-patterns.ts'
import { type Words, type Writing, written } from '#engine/model/words.ts'
import type { Session } from '#engine/session.ts'
import { checkCaptures, openSeries } from '../beside.ts'
import { type Io, write } from '../io.ts'
import { openSession } from '../open-session.ts'
import { parseCount } from '../parse.ts'
import { findingsHtml } from '../reports/findings-html.ts'
import { findingsMarkdown } from '../reports/findings-markdown.ts'
import type { FindingsReport } from '../reports/findings-report.ts'
import { shareText } from '../reports/share-text.ts'
import { nodeHost } from '../task-host.ts'
import { formatBytes, formatCount } from '../text.ts'
import { findingsText } from './findings-text.ts'

/** How many findings people see unless they ask for another number. */
const DEFAULT_TOP = 20

interface Options {
  readonly rule?: readonly string[]
  readonly library?: readonly string[]
  readonly top: number
  readonly json?: boolean
  readonly markdown?: boolean
  readonly html?: boolean
}

/** `findings FILE…`: what is wrong with a heap and what to do about it. */
export function addFindings(program: Command, io: Io): void {
  const command = program
    .command('findings')
    .description('what is wrong: leaks and waste with their owner, the bytes, and the cure')
    .argument(
      '<files...>',
      'a heap snapshot or container, or several of one program in their order; one may be - for standard input',
    )
    .option('--rule <names...>', 'only these rules')
    .option('--library <parts...>', 'parts of file or module names whose code counts as a library’s too')
    .option('--top <number>', 'how many findings to tell', parseCount, DEFAULT_TOP)
    .option('--markdown', 'print a report in Markdown, as for a pull request')
    .option('--html', 'print a report as one page that needs nothing beside itself')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Findings are ranked: serious and warning are what to mend, a note is worth knowing and may be as it should be. One capture
tells how much a collection holds, not whether it grows: with an earlier capture before it, what grew is told apart from
what is merely large, with what is new and what is fixed since. A finding goes by its fingerprint, which other captures,
builds and machines have too. "select" is the filter that finds its objects.

Examples:
  $ heapscope findings app.heapsnapshot
  $ heapscope findings before.heapsnapshot after.heapsnapshot
  $ heapscope findings app.heapsnapshot --rule duplicate-strings
  $ heapscope findings app.heapsnapshot --markdown > findings.md
  $ heapscope query app.heapsnapshot 'finding:duplicate-strings'`,
    )
  command.action(async (files: readonly string[], { rule, library, top, json, markdown, html }: Options) => {
    checkCaptures(command, files, 1)
    const fault = library?.map(patternFault).find((one) => one !== null)
    if (fault !== undefined) command.error(`error: ${fault}`)
    const report = await reportOf(files, { only: rule ?? null, libraries: library ?? [] }, command, io)
    if (json) await write(io.stdout, toJson(report))
    else if (markdown) await write(io.stdout, findingsMarkdown(report))
    else if (html) await write(io.stdout, findingsHtml(report))
    else await write(io.stdout, findingsText(report, top, io))
  })
}

interface Wishes {
  /** Rules; null for all. */
  readonly only: readonly string[] | null
  readonly libraries: readonly string[]
}

async function reportOf(
  files: readonly string[],
  { only, libraries }: Wishes,
  command: Command,
  io: Io,
): Promise<FindingsReport> {
  const look = async (session: Session): Promise<Earlier> => ({
    file: session.summary().file,
    found: await findingsOf(session, await rulesOf(session, only, command), libraries),
  })
  const { last, earlier } = await openAll(files, look, io)
  const rules = await rulesOf(last, only, command)
  const found = await findingsOf(last, rules, libraries)
  const keys = new Set(found.map(({ key }) => key))
  const waste = (await last.ask('waste', [], nodeHost())).filter(({ key }) => keys.has(key))
  const lists = [...earlier.map((capture) => capture.found), found]
  const compared = earlier.length > 0 ? compareFindings(lists) : null
  const byKey = new Map(found.map((finding) => [finding.key, finding]))
  const findings = compared ? compared.now.map(({ key }) => byKey.get(key)!) : found
  const summary = last.summary()
  const captures = [...earlier.map(({ file }) => file), summary.file]
  return { summary, rules, findings, waste, compared, captures }
}

/** What is told of a capture before the last one. */
interface Earlier {
  readonly file: string
  readonly found: readonly FindingRow[]
}

/** Opens the last capture, beside the first where there are several, and looks at all before it, one at a time. */
async function openAll(
  files: readonly string[],
  look: (session: Session) => Promise<Earlier>,
  io: Io,
): Promise<{ readonly last: Session; readonly earlier: readonly Earlier[] }> {
  const lastFile = files.at(-1)!
  const [base, ...between] = files.slice(0, -1)
  if (base === undefined) return { last: await openWhole(lastFile, io), earlier: [] }
  const later: Earlier[] = []
  for (const file of between) later.push(await look(await openWhole(file, io)))
  const earlier: Earlier[] = []
  const { last } = await openSeries([base, lastFile], null, io, async (session) => {
    await session.findRetainers(nodeHost())
    earlier.push(await look(session))
  })
  return { last, earlier: [...earlier, ...later] }
}

async function openWhole(file: string, io: Io): Promise<Session> {
  const session = await openSession(file, io)
  await session.findRetainers(nodeHost())
  return session
}

async function rulesOf(
  session: Session,
  only: readonly string[] | null,
  command: Command,
): Promise<readonly RuleRow[]> {
  const rules = await session.ask('findingRules', [], nodeHost())
  if (!only) return rules
  const unknown = only.find((name) => rules.every((rule) => rule.name !== name))
  if (unknown !== undefined) {
    command.error(
      `error: there is no rule ${unknown} for this heap; the rules are ${rules.map(({ name }) => name).join(', ')}.`,
    )
  }
  return rules.filter(({ name }) => only.includes(name))
}

/** What the rules find, the worst first, of equals the weightiest. */
async function findingsOf(
  session: Session,
  rules: readonly RuleRow[],
  libraries: readonly string[],
): Promise<FindingRow[]> {
  const found: FindingRow[] = []
  for (const { name } of rules)
    found.push(...(await session.ask('findingsOf', [name, libraries], nodeHost())))
  return found.sort(byRank)
}

const PLAIN: Writing = { code: (text) => text, bytes: formatBytes, count: formatCount, share: shareText }

/** Sentences are texts there. */
function toJson({ summary, rules, findings, waste, compared, captures }: FindingsReport): string {
  const said = (sentence: Words): string => written(sentence, PLAIN)
  const one = ({ title, facts, cure, confidence, saving, object, ...row }: FindingRow) => ({
    ...row,
    title: said(title),
    facts: said(facts),
    cure: said(cure),
    confidence: { level: confidence.level, reason: said(confidence.reason) },
    saving: saving && { ...saving, method: said(saving.method) },
    object: { id: object.id, class: object.className },
  })
  const fixed = compared?.fixed.map(({ key, owner, title, severity }) => ({
    key,
    owner,
    severity,
    title: said(title),
  }))
  return `${JSON.stringify({
    file: summary.file,
    captures,
    shallowSize: summary.shallowSize,
    rules: rules.map(({ name }) => name),
    findings: findings.map(one),
    waste,
    compared: compared && { now: compared.now, fixed },
  })}\n`
}
