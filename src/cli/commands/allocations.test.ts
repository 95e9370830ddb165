import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { runInMemory } from '../testing/memory-io.ts'

const capture = (name: string): string =>
  fileURLToPath(new URL(`../../../fixtures/captures/${name}.gz`, import.meta.url))
const TIMELINE = capture('chrome-156.heaptimeline')
const PROFILE = capture('chrome-156.heapprofile')
const SNAPSHOT = capture('node-24.9.0-target.heapsnapshot')

const Amount = z.strictObject({ count: z.int(), size: z.int() })
const Step = z.looseObject({
  name: z.string(),
  query: z.string().nullable(),
  ownCount: z.int(),
  ownSize: z.int(),
  count: z.int(),
  size: z.int(),
  ownLiveSize: z.int(),
  liveSize: z.int(),
})
const Call = Step.extend({
  parent: z.int().nullable(),
  depth: z.int(),
  stack: z.int(),
  callees: z.int(),
  left: z.int(),
})
const Shared = z.looseObject({
  isProfile: z.boolean(),
  timeline: z.looseObject({ during: Amount }).nullable(),
  stacks: z.strictObject({
    stacks: z.int(),
    functions: z.int(),
    blocks: z.boolean(),
    allocated: Amount,
    live: Amount.nullable(),
  }),
})
const ByStack = Shared.extend({ by: z.literal('stack'), left: z.int(), calls: z.array(Call) })
const ByFunction = Shared.extend({
  by: z.literal('function'),
  total: z.int(),
  functions: z.array(Step),
})
const ByTime = Shared.extend({
  by: z.literal('time'),
  bins: z.array(Amount.extend({ after: z.int(), first: z.int(), last: z.int() })),
})

async function json(...args: string[]): Promise<unknown> {
  const { exitCode, stdout, stderr } = await runInMemory(['allocations', ...args, '--json'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return JSON.parse(stdout)
}

describe('allocations', () => {
  test('draws the calls that allocated what lives, with their places', async () => {
    const { exitCode, stdout, stderr } = await runInMemory(['allocations', TIMELINE])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/^ *live +own live +allocated +objects +call +place\n/)
    expect(stdout).toMatch(/\n.* {2,}\(root\)\n/)
    expect(stdout).toMatch(/ {10}cycle +script 11:4:15\n.* {12}Row +script 11:2:22\n/)
    expect(stdout).toMatch(/1,686 objects allocated in 14 stacks of 14 functions; of it .* live\n$/)
  })

  test('calls add up: each is its own and what it calls, listed before the next', async () => {
    const { calls, left, stacks } = ByStack.parse(await json(TIMELINE, '--depth', '40'))
    expect(left).toBe(0)
    expect(calls).toHaveLength(stacks.stacks)
    for (const [i, { size, ownSize, liveSize, ownLiveSize, callees, depth }] of calls.entries()) {
      const below = calls.filter(({ parent }) => parent === i)
      expect(below).toHaveLength(callees)
      expect(ownSize + below.reduce((sum, call) => sum + call.size, 0)).toBe(size)
      expect(ownLiveSize + below.reduce((sum, call) => sum + call.liveSize, 0)).toBe(liveSize)
      expect(below.every((call) => call.depth === depth + 1)).toBe(true)
    }
  })

  test('counts the calls that are too deep or too many', async () => {
    const { calls } = ByStack.parse(await json(TIMELINE, '--depth', '2', '--top', '1'))
    expect(calls.map(({ depth, callees, left }) => [depth, left, callees])).toEqual([
      [0, 4, 5],
      [1, 1, 1],
    ])
    const { stdout } = await runInMemory(['allocations', TIMELINE, '--depth', '2', '--top', '1'])
    expect(stdout).toMatch(/ {4}… 1 more call\n.* {2}… 4 more calls\n/)
  })

  test('lists functions, and says how many more there are', async () => {
    const { functions, total } = ByFunction.parse(await json(TIMELINE, '--by', 'function', '--top', '3'))
    expect([functions.length, total]).toEqual([3, 14])
    expect(functions.map(({ liveSize }) => liveSize)).toEqual(
      functions.map(({ liveSize }) => liveSize).toSorted((a, b) => b - a),
    )
    const { stdout } = await runInMemory(['allocations', TIMELINE, '--by', 'function', '--top', '3'])
    expect(stdout).toMatch(/\nshowing 3 of 14; --top 14 shows all\. /)
  })

  test('by time all stretches together are what lives and was allocated while it was recorded', async () => {
    const { bins, timeline } = ByTime.parse(await json(TIMELINE, '--by', 'time', '--top', '4'))
    expect(bins.length).toBeLessThanOrEqual(4)
    expect(bins.reduce((sum, { size }) => sum + size, 0)).toBe(timeline!.during.size)
    const { stdout } = await runInMemory(['allocations', TIMELINE, '--by', 'time'])
    expect(stdout).toMatch(/^ *after +until +live +objects\n/)
    expect(stdout).toMatch(/13 samples; what lives was allocated: /)
  })

  test('a sampling profile has samples, and nothing of what lives', async () => {
    const { stdout } = await runInMemory(['allocations', PROFILE])
    expect(stdout).toMatch(/^ *size +own size +samples +call +place\n/)
    expect(stdout).toMatch(/\n26\.2 KiB in 18 samples allocated in 10 stacks of 11 functions\n$/)
    const { stacks, isProfile } = ByStack.parse(await json(PROFILE))
    expect([stacks.live, isProfile]).toEqual([null, true])
  })

  test.each([
    [SNAPSHOT, [], 'does not say when or by whom'],
    [PROFILE, ['--by', 'time'], 'no samples over time'],
    [PROFILE, ['--by', 'size'], 'must be one of function, stack, time'],
    [PROFILE, ['--depth', '0'], 'whole number from 1'],
  ])('%s %j is wrong usage, and says why', async (file, options, reason) => {
    const { exitCode, stdout, stderr } = await runInMemory(['allocations', file, ...options])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(reason)
  })
})
