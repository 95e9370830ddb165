import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { runInMemory } from '../testing/memory-io.ts'

const fixture = (path: string): string =>
  fileURLToPath(new URL(`../../../fixtures/${path}.heapsnapshot.gz`, import.meta.url))
const THREE = [
  fixture('pairs/node-24.9.0-baseline'),
  fixture('captures/node-24.9.0-target'),
  fixture('pairs/node-24.9.0-final'),
]
const CYCLES = [0, 1, 2, 3].map((number) => fixture(`pairs/cycles-${number}`))

const Sums = z.strictObject({ clusters: z.int(), count: z.int(), retainedSize: z.int() })
const Known = {
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
  class: z.string(),
  count: z.int(),
  retainedSize: z.int(),
}
const Json = z.strictObject({
  captures: z.int(),
  matchedBy: z.array(z.enum(['id', 'path'])),
  total: z.int(),
  program: Sums,
  engine: Sums,
  clusters: z.array(
    z.strictObject({
      ...Known,
      exact: z.boolean(),
      shallowSize: z.int(),
      kind: z.string(),
      engine: z.boolean(),
      perCycle: z.array(z.int()),
      pattern: z.enum(['every', 'once', 'some']).nullable(),
      representative: z.strictObject({
        id: z.int(),
        class: z.string(),
        name: z.string(),
        path: z.array(z.looseObject({ edge: z.union([z.string(), z.int()]).nullable(), id: z.int() })),
      }),
    }),
  ),
  against: z
    .strictObject({
      gone: z.array(z.strictObject(Known)),
      still: z.array(z.strictObject({ before: z.strictObject(Known), now: z.strictObject(Known) })),
      new: z.array(z.strictObject(Known)),
    })
    .optional(),
})

const folder = mkdtempSync(join(tmpdir(), 'leaks-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function jsonOf(args: readonly string[]): Promise<z.infer<typeof Json>> {
  const { exitCode, stdout, stderr } = await runInMemory(['leaks', ...args, '--json'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return Json.parse(JSON.parse(stdout))
}

describe('leaks', () => {
  test('finds the cache first as JSON, and compares with an earlier run', async () => {
    const { clusters, total, captures, matchedBy, ...sums } = await jsonOf(THREE)
    expect({ captures, matchedBy }).toEqual({ captures: 3, matchedBy: ['id', 'id'] })
    expect(clusters).toHaveLength(total)
    expect(sums.program.clusters + sums.engine.clusters).toBe(total)
    expect(clusters[0]).toMatchObject({ class: 'Session', count: 400, pattern: null, perCycle: [400] })
    expect(clusters[0]!.representative.path.map(({ edge }) => edge).slice(0, 4)).toEqual([
      null,
      'cache',
      'entries',
      'table',
    ])

    const file = join(folder, 'run.json')
    const other = { ...clusters[0]!, fingerprint: '0123456789abcdef', class: 'Gone' }
    writeFileSync(file, JSON.stringify({ clusters: [...clusters.slice(1), other] }))
    const { against } = await jsonOf([...THREE, '--against', file, '--top', '1'])
    expect(against!.gone.map((cluster) => cluster.class)).toEqual(['Gone'])
    expect(against!.new.map((cluster) => cluster.class)).toEqual(['Session'])
    const others = clusters.slice(1).filter(({ engine }) => !engine)
    expect(against!.still.map(({ before }) => before.fingerprint)).toEqual(
      others.map(({ fingerprint }) => fingerprint),
    )
    expect(against!.still.map(({ now }) => now)).toEqual(against!.still.map(({ before }) => before))
    const text = await runInMemory(['leaks', ...THREE, '--against', file])
    expect(text.stdout).toMatch(/\nGone since the earlier run: 1\n {2}0123456789abcdef {2}400 × Gone, /)
    expect(text.stdout).toMatch(/\nStill there: 1\n.* × \(string\), .* \(0 B\)\nNew: 1\n.* 400 × Session, /)
  }, 60_000)

  test('tells people when the objects came, and the path to one of them', async () => {
    const { stdout } = await runInMemory(['leaks', ...CYCLES, '--top', '2'])
    expect(stdout).toMatch(/^4 captures, one process, by id\n\n80 × Order {2}\d+\.\d KiB {2}[0-9a-f]{16}\n/)
    expect(stdout).toContain('\n  came: 40, 40 (some in every cycle: it leaks)\n◆ global @')
    expect(stdout).toContain('\n  came: 150, 0 (all in one cycle: filled once, perhaps a cache)\n')
    expect(stdout).toMatch(/\nshowing 2 of \d+ clusters; --top \d+ shows all\n/)
  }, 60_000)

  test('opens captures again for their paths where it matches by path', async () => {
    const { clusters, matchedBy } = await jsonOf([...THREE, '--match', 'path'])
    expect(matchedBy).toEqual(['path', 'path'])
    expect(clusters.find((cluster) => cluster.class === 'Session')).toMatchObject({ count: 400 })
  }, 60_000)

  test('tells by ids alone what whole captures tell, and matches by path what is of another process', async () => {
    const [first, second] = [fixture('pairs/run-1'), fixture('pairs/run-2')]
    const { matchedBy } = await jsonOf([first, second, second])
    expect(matchedBy).toEqual(['path', 'id'])
    // Standard input is read once, so it is read whole.
    const stdin = readFileSync(THREE[0]!)
    const whole = await runInMemory(['leaks', '-', ...THREE.slice(1), '--json'], { stdin })
    expect(await runInMemory(['leaks', ...THREE, '--json'])).toEqual(whole)
  }, 60_000)

  test.each([
    [2, THREE.slice(0, 2)],
    [2, ['-', '-', THREE[2]!]],
    [3, [...THREE.slice(0, 2), fixture('none')]],
    [3, [...THREE, '--against', join(folder, 'none.json')]],
    [3, [...THREE, '--against', THREE[0]!]],
  ])(
    'exit code %i for wrong usage or input: %j',
    async (code, args) => {
      const { exitCode, stdout, stderr } = await runInMemory(['leaks', ...args])
      expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' })
      expect(stderr).toMatch(/^(?:error|heapscope): .*[.]\n$/)
    },
    60_000,
  )
})
