import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { runInMemory } from '../testing/memory-io.ts'

const fixture = (path: string): string =>
  fileURLToPath(new URL(`../../../fixtures/${path}.heapsnapshot.gz`, import.meta.url))
const BASE = fixture('pairs/node-24.9.0-baseline')
const TARGET = fixture('captures/node-24.9.0-target')

const Sums = z.strictObject({ nodes: z.int(), bytes: z.int() })
const Changes = {
  name: z.string(),
  added: z.int(),
  removed: z.int(),
  addedSize: z.int(),
  removedSize: z.int(),
  countDelta: z.int(),
  shallowDelta: z.int(),
}
const Json = z.strictObject({
  matchedBy: z.enum(['id', 'path']),
  matched: Sums,
  totals: z.strictObject({ base: Sums, target: Sums, delta: Sums }),
  classes: z.array(z.strictObject({ ...Changes, retainedDelta: z.int() })),
  owners: z.array(z.looseObject({ id: z.int(), class: z.string(), growth: z.int() })).optional(),
  unattributed: z.looseObject({ growth: z.int() }).optional(),
  types: z.array(z.strictObject(Changes)).optional(),
})

async function jsonOf(args: readonly string[]): Promise<z.infer<typeof Json>> {
  const { exitCode, stdout, stderr } = await runInMemory(['diff', ...args, '--json'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return Json.parse(JSON.parse(stdout))
}

describe('diff', () => {
  test('tells as JSON what came, and only classes that changed', async () => {
    const { matchedBy, totals, matched, classes, owners, types } = await jsonOf([BASE, TARGET])
    expect({ matchedBy, owners, types }).toEqual({ matchedBy: 'id', owners: undefined, types: undefined })
    expect(totals.target.bytes - totals.base.bytes).toBe(totals.delta.bytes)
    expect(totals.target.nodes - totals.base.nodes).toBe(totals.delta.nodes)
    expect(matched.bytes).toBeLessThan(totals.target.bytes)
    expect(classes.find(({ name }) => name === 'Session')).toMatchObject({
      added: 400,
      removed: 0,
      countDelta: 400,
    })
    expect(classes.some(({ name }) => name === 'Point')).toBe(false)
    expect(classes.reduce((sum, { shallowDelta }) => sum + shallowDelta, 0)).toBe(totals.delta.bytes)
  })

  test('by owner adds up to the growth with what no object owns', async () => {
    const { totals, owners, unattributed } = await jsonOf([BASE, TARGET, '--by', 'owner'])
    const owned = owners!.reduce((sum, { growth }) => sum + growth, 0)
    expect(owned + unattributed!.growth).toBe(totals.delta.bytes)
  })

  test('by type adds up to the growth', async () => {
    const { totals, types } = await jsonOf([BASE, TARGET, '--by', 'type', '--match', 'path'])
    expect(types!.reduce((sum, { shallowDelta }) => sum + shallowDelta, 0)).toBe(totals.delta.bytes)
  })

  test('says for people how both were matched, and what did not change', async () => {
    const { stdout } = await runInMemory(['diff', BASE, TARGET, '--top', '7'])
    expect(stdout).toMatch(
      /^one process, by id\nbase .* objects {2}node-24\.9\.0-baseline\.heapsnapshot\.gz\n/,
    )
    expect(stdout).toMatch(/\ndelta {3}\+1\.9 MiB, \+4,854 objects\n/)
    expect(stdout).toMatch(/\n *\+\S+ KiB +\+\S+ KiB +\+400 +400 +0 {2}Session\n/)
    expect(stdout).toMatch(/showing 7 of \d+ classes that changed; --top \d+ shows all; \d+ classes did not/)
  })

  test('names the owner of the sessions, and always what no object owns', async () => {
    const { stdout } = await runInMemory(['diff', BASE, TARGET, '--by', 'owner', '--top', '2'])
    expect(stdout).toMatch(/ Map @\d+ +mostly 400 Session\n/)
    expect(stdout).toMatch(/ \(no object owns it\) +hangs on the roots themselves\n/)
  })

  test('matches by path, and says how much was matched', async () => {
    const { stdout } = await runInMemory(['diff', BASE, TARGET, '--match', 'path', '--by', 'type'])
    expect(stdout).toMatch(/^by path; \d\d\.\d % of the target's bytes matched, \d\d\.\d % of the base's\n/)
  })

  test('reads one of the two from standard input', async () => {
    const { stdout } = await runInMemory(['diff', '-', TARGET], { stdin: readFileSync(BASE) })
    expect(stdout).toContain('standard input')
  })

  test.each([
    [2, ['-', '-']],
    [2, [BASE]],
    [2, [BASE, TARGET, '--by', 'size']],
    [2, [BASE, TARGET, '--match', 'name']],
    [3, [BASE, fixture('none')]],
  ])('exit code %i for wrong usage or input: %j', async (code, args) => {
    const { exitCode, stdout, stderr } = await runInMemory(['diff', ...args])
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' })
    expect(stderr).not.toBe('')
  })
})
