import type { Command } from 'commander'
import type { Session } from '#engine/session.ts'
import type { Budget } from '#guard/budget.ts'
import { judge } from '#guard/judge.ts'
import { countOf, type Judged } from '#guard/judgement.ts'
import { type Measured, measure } from '#guard/measure.ts'
import { judgedAnnotations } from '#guard/reports/annotations.ts'
import { checkCaptures, openSeries } from '../beside.ts'
import { type Io, write } from '../io.ts'
import { Ended } from '../run-server.ts'
import { nodeHost } from '../task-host.ts'
import { writeText } from '../write-text.ts'
import type { CheckOptions } from './check.ts'
import { checkObjects, ofInput } from './check-input.ts'
import { type CheckFormat, checkReport, PLAIN } from './check-report.ts'
import { updateBudget } from './check-update.ts'
import { budgetAt } from '../budget-file.ts'

/** What `check` does: it judges, or writes a budget. @param files the capture, the base before it where there is one */
export async function check(
  command: Command,
  files: readonly string[],
  options: CheckOptions,
  io: Io,
): Promise<void> {
  checkCaptures(command, files, 1)
  const format = formatOf(command, options)
  if (options.update) {
    if (files.length > 1 || format !== 'text' || options.report) {
      command.error('error: --update takes one capture, and neither a base nor a report.')
    }
    return updateBudget(files[0]!, options, io)
  }
  const budget = (await budgetAt(options.budget)).budget
  const judged = await judgeFiles(files, budget, io)
  for (const path of options.report ?? []) await writeText(path, checkReport(judged, formatOfFile(path), io))
  if (io.environment['GITHUB_ACTIONS'] === 'true') {
    await write(io.stderr, judgedAnnotations(judged, options.budget, PLAIN))
  }
  await write(io.stdout, checkReport(judged, format, io))
  if (countOf(judged, 'broken') > 0) throw new Ended(1)
}

function formatOf(command: Command, { json, junit, markdown }: CheckOptions): CheckFormat {
  const chosen = Object.entries({ json, junit, markdown }).filter(([, isOn]) => isOn)
  if (chosen.length > 1) command.error('error: only one of --json, --junit and --markdown can be printed.')
  return (chosen[0]?.[0] ?? 'text') as CheckFormat
}

function formatOfFile(path: string): CheckFormat {
  if (path.endsWith('.json')) return 'json'
  return path.endsWith('.xml') ? 'junit' : 'markdown'
}

async function judgeFiles(files: readonly string[], budget: Budget, io: Io): Promise<Judged> {
  const path = files.at(-1)!
  let base: Measured | null = null
  const { last } = await openSeries(files, null, io, async (earlier) => {
    await earlier.findRetainers(nodeHost())
    base = await measured(earlier, files[0]!, budget)
  })
  const now = await measured(last, path, budget)
  return ofInput(path, () => judge(last, budget, { now, base }, nodeHost()))
}

function measured(session: Session, path: string, budget: Budget): Promise<Measured> {
  checkObjects(session, path)
  return ofInput(path, () => measure(session, budget, nodeHost()))
}
