import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { runInMemory } from '../testing/memory-io.ts'
import { sparkline } from './sparkline.ts'

const CYCLES = [0, 1, 2, 3].map((number) =>
  fileURLToPath(new URL(`../../../fixtures/pairs/cycles-${number}.heapsnapshot.gz`, import.meta.url)),
)
const numbers = z.array(z.number()).length(CYCLES.length)
const Json = z.strictObject({
  captures: z
    .array(z.strictObject({ file: z.string(), nodes: z.int(), bytes: z.int() }))
    .length(CYCLES.length),
  matchedBy: z.array(z.enum(['id', 'path'])),
  total: z.int(),
  explained: z.int().optional(),
  classes: z
    .array(
      z.strictObject({
        name: z.string(),
        kind: z.string(),
        counts: numbers,
        shallow: numbers,
        retained: numbers,
        countSlope: z.number(),
        shallowSlope: z.number(),
        retainedSlope: z.number(),
        steady: z.boolean(),
        growth: z.int(),
      }),
    )
    .optional(),
  owners: z
    .array(
      z.strictObject({
        id: z.int(),
        name: z.string(),
        class: z.string(),
        retained: numbers,
        slope: z.number(),
        steady: z.boolean(),
        growth: z.int(),
        own: z.int(),
      }),
    )
    .optional(),
})

async function jsonOf(args: readonly string[]): Promise<z.infer<typeof Json>> {
  const { exitCode, stdout, stderr } = await runInMemory(['trend', ...CYCLES, ...args, '--json'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return Json.parse(JSON.parse(stdout))
}

describe('trend', () => {
  test('tells of every class what each capture has', async () => {
    const { classes, total, captures } = await jsonOf([])
    expect(classes).toHaveLength(total)
    expect(classes!.find(({ name }) => name === 'Order')).toMatchObject({
      counts: [0, 40, 80, 120],
      steady: true,
    })
    for (const [at, { nodes, bytes }] of captures.entries()) {
      expect(classes!.reduce((sum, { counts }) => sum + counts[at]!, 0)).toBe(nodes)
      expect(classes!.reduce((sum, { shallow }) => sum + shallow[at]!, 0)).toBe(bytes)
    }
  }, 60_000)

  test('names the object where growth gathers', async () => {
    const { owners } = await jsonOf(['--by', 'owner', '--top', '1'])
    expect(owners).toMatchObject([{ class: 'Map', steady: true }])
    const { stdout } = await runInMemory(['trend', ...CYCLES, '--by', 'owner', '--top', '1'])
    expect(stdout).toMatch(/^4 captures, one process, by id\n.* {2}cycles-0\.heapsnapshot\.gz\n/)
    expect(stdout).toMatch(
      /\n *gathers here +each step +steady +retained +at last +owner\n.* yes +▁\S+█ .* Map @\d+\n/,
    )
    expect(stdout).toMatch(/\nshowing 1 of \d+ owners; --top \d+ shows all; \d+ left out, since what grew/)
  }, 60_000)

  test('draws classes for people', async () => {
    const { stdout } = await runInMemory(['trend', ...CYCLES])
    expect(stdout).toMatch(/ yes +▁▃[▅▆]█ +\S+ KiB {2}Order\n/)
  }, 60_000)

  test.each([[[CYCLES[0]!]], [['-', '-']], [[...CYCLES, '--by', 'type']]])(
    '%j is wrong usage',
    async (args) => {
      const { exitCode, stdout } = await runInMemory(['trend', ...args])
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    },
  )
})

test('a sparkline goes from the smallest value to the largest', () => {
  expect(sparkline([0, 7, 14, 3])).toBe('▁▅█▃')
  expect(sparkline([5, 5])).toBe('▁▁')
})
