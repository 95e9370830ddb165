import { basename } from 'node:path'
import { keyPath } from '#guard/key-path.ts'
import { measure } from '#guard/measure.ts'
import { type Change, firstBudget, updatedBudget } from '#guard/update-budget.ts'
import { budgetIn, textOfBudget } from '../budget-file.ts'
import { type Io, write } from '../io.ts'
import { openSession } from '../open-session.ts'
import { nodeHost } from '../task-host.ts'
import { formatName } from '../text.ts'
import { writeText } from '../write-text.ts'
import type { CheckOptions } from './check.ts'
import { checkObjects, ofInput } from './check-input.ts'

/** Writes a budget from what a capture has: a new one, or the one that is there with other figures. */
export async function updateBudget(file: string, options: CheckOptions, io: Io): Promise<void> {
  const { budget: path, headroom } = options
  const before = await textOfBudget(path)
  // What is wrong with it is said before a large file is read.
  if (before !== null) budgetIn(before, path)
  const session = await openSession(file, io)
  checkObjects(session, file)
  const { raw, changes } = await ofInput(file, async () => {
    const host = nodeHost()
    await session.findRetainers(host)
    const read = budgetIn(before ?? JSON.stringify(await firstBudget(session, host)), path)
    return updatedBudget(read.raw, read.budget, await measure(session, read.budget, host), headroom)
  })
  await writeText(path, `${JSON.stringify(raw, null, indentOf(before ?? ''))}\n`)
  const lines = changes.map((change) => `  ${changeText(change, before === null)}\n`)
  const name = formatName(basename(path))
  const what =
    changes.length === 0
      ? 'is as it was'
      : `allows ${headroom} % more than ${formatName(session.summary().file)} has`
  await write(io.stdout, `${name} ${what}\n${lines.join('')}`)
}

/** What the lines of a file are moved in by; two spaces where none is. */
function indentOf(text: string): string {
  return /^[ \t]+(?=")/m.exec(text)?.[0] ?? '  '
}

function changeText({ keys, before, after, left }: Change, isNew: boolean): string {
  const rule = formatName(keyPath(keys), Infinity)
  if (left !== null) return `${rule}: ${before} is left as it is: ${left}`
  return isNew || before === null ? `${rule}: ${after}` : `${rule}: ${before} → ${after}`
}
