import { expect, test } from 'vitest'
import type { Progress, TaskHost } from '../base/task.ts'
import type { FindingRow } from '../model/finding-rows.ts'
import type { Session } from '../session.ts'
import { QUIET_HOST } from '../testing/captures.ts'
import { memorySink, randomAccessSource } from '../testing/memory-container.ts'
import { openWhole } from '../testing/pairs.ts'
import { openPythonCapture } from '../testing/python-captures.ts'
import { REDACTION } from '../testing/redacting.ts'
import { MAKING } from '../testing/saving.ts'

/** Findings that need values, which redaction takes away: whether all items of a list are numbers. */
const OF_VALUES = 'number-lists'

test('findings are known in the redacted heap by what they are called there', async () => {
  const session = await openPythonCapture('gallery')
  const rows = await allFindings(session)
  const { renamed, redacted } = await redact(session, [
    ...rows.map(({ key }) => key),
    'large-collection/of-nobody',
  ])
  const there = await allFindings(redacted)
  const found = rows.filter(({ rule }) => rule !== OF_VALUES)
  expect(found.length).toBeLessThan(rows.length)
  expect([...renamed.keys()].toSorted()).toEqual(found.map(({ key }) => key).toSorted())
  expect([...renamed.values()].toSorted()).toEqual(there.map(({ key }) => key).toSorted())
  for (const row of found) {
    const same = there.find(({ key }) => key === renamed.get(row.key))
    expect(same).toMatchObject({ rule: row.rule, object: { id: row.object.id }, count: row.count })
  }
  // What is kept under the keys of a dict, which are values, has other fingerprints there.
  expect(found.filter(({ key }) => renamed.get(key) !== key).map(({ rule }) => rule)).toEqual([
    'dict-records',
  ])
}, 60_000)

async function redact(session: Session, keys: readonly string[]) {
  let renamed: ReadonlyMap<string, string> = new Map()
  const take = (there: typeof renamed) => {
    renamed = there
  }
  const sink = memorySink()
  await session.save(sink, MAKING, QUIET_HOST, { ...REDACTION, findings: { keys, take } })
  return { renamed, redacted: await openWhole(randomAccessSource(sink.bytes())) }
}

async function allFindings(session: Session): Promise<readonly FindingRow[]> {
  const rows: FindingRow[] = []
  for (const { name } of await session.ask('findingRules', [], QUIET_HOST))
    rows.push(...(await session.ask('findingsOf', [name], QUIET_HOST)))
  return rows
}

test('how far the search for them is goes up from 0 to 1, and it can be cancelled', async () => {
  const session = await openPythonCapture('gallery')
  const rows = await allFindings(session)
  const keys = rows.slice(0, 3).map(({ key }) => key)
  const fractions: number[] = []
  const take = () => {}
  const save = (host: TaskHost) =>
    session.save(memorySink(), MAKING, host, { ...REDACTION, findings: { keys, take } })
  const phases: string[] = []
  await save({
    ...QUIET_HOST,
    progress({ phase, done, total }) {
      if (phases.at(-1) !== phase) phases.push(phase)
      if (phase === 'answer') fractions.push(done / total)
    },
  })
  expect(phases).toEqual(['redact', 'answer', 'write'])
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
  expect(fractions.at(-1)).toBe(1)
  const signal = { aborted: false }
  const progress = ({ phase }: Progress) => {
    signal.aborted = phase === 'answer'
  }
  await expect(save({ ...QUIET_HOST, signal, progress })).rejects.toMatchObject({ code: 'cancelled' })
}, 60_000)
