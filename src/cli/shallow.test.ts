import { fileURLToPath } from 'node:url'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { runInMemory } from './testing/memory-io.ts'

const CAPTURE = fileURLToPath(
  new URL('../../fixtures/captures/node-24.9.0-target.heapsnapshot.gz', import.meta.url),
)
const ShallowJson = z.object({
  edges: z.int(),
  classes: z.array(z.object({ shallowSize: z.int(), retainedSize: z.null() })),
})

vi.mock('./free-memory.ts', () => ({ freeMemory: () => 50 * 2 ** 20 }))

describe('where the capture needs more memory than is free', () => {
  test('it is refused with the figures and the ways out', async () => {
    const { exitCode, stdout, stderr } = await runInMemory(['summary', CAPTURE])
    expect([exitCode, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(
      /^heapscope: node-24\S+: Opening it whole takes about \d+ MiB of memory, but only about 50 MiB are free\. .*--shallow .*HEAPSCOPE_ANYWAY=1/,
    )
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  test('it is opened all the same where the environment says so', async () => {
    const environment = { HEAPSCOPE_ANYWAY: '1' }
    const { exitCode, stdout } = await runInMemory(['summary', CAPTURE], { environment })
    expect(exitCode).toBe(0)
    expect(stdout).toContain('retained')
  })

  test('--shallow lists classes by shallow size, and says what is missing and why', async () => {
    const { exitCode, stdout } = await runInMemory(['summary', CAPTURE, '--shallow', '--top', '3'])
    expect(exitCode).toBe(0)
    expect(stdout).toContain('references left out (--shallow): no retained sizes')
    expect(stdout).toContain('shallow sizes as the file states them')
    expect(stdout).toMatch(/^ *shallow +count +class$/m)
    expect(stdout).toContain('261,784 edges')
  })

  test('--shallow has null for retained sizes in JSON, and the largest classes first', async () => {
    const { stdout } = await runInMemory(['summary', CAPTURE, '--shallow', '--json'])
    const { classes, edges } = ShallowJson.parse(JSON.parse(stdout))
    expect(edges).toBe(261_784)
    const sizes = classes.map(({ shallowSize }) => shallowSize)
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
  })
})
