import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { runInMemory } from '../testing/memory-io.ts'

const CAPTURE = fileURLToPath(
  new URL('../../../fixtures/captures/node-24.9.0-target.heapsnapshot.gz', import.meta.url),
)

const Found = z.strictObject({
  total: z.int(),
  all: z.int(),
  shallowSize: z.int(),
  rows: z.array(
    z.strictObject({
      id: z.int(),
      type: z.string(),
      kind: z.string(),
      name: z.string(),
      class: z.string(),
      shallowSize: z.int(),
      selfSize: z.int(),
      retainedSize: z.int(),
      distance: z.int().nullable(),
      detached: z.boolean(),
      references: z.int(),
    }),
  ),
})

const query = (...args: string[]) => runInMemory(['query', CAPTURE, ...args])

async function found(...args: string[]) {
  const { exitCode, stdout, stderr } = await query(...args, '--json')
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return Found.parse(JSON.parse(stdout))
}

describe('query', () => {
  test('finds what is known to be in the capture', async () => {
    const sessions = await found('class:=Session', '--limit', '1000')
    expect(sessions.total).toBe(410)
    expect(sessions.rows).toHaveLength(410)
    expect(sessions.shallowSize).toBe(sessions.rows.reduce((sum, row) => sum + row.shallowSize, 0))
    expect((await found('class:=Point')).total).toBe(2000)
    expect((await found('kind:closure name:=onEvent')).total).toBe(410)
    expect(await found('class:=Session -class:=Session')).toMatchObject({
      total: 0,
      shallowSize: 0,
      rows: [],
    })
  })

  test('sorts, and says how many it leaves out', async () => {
    const { stdout } = await query('class:=Session OR class:=Point', '--limit', '2')
    expect(stdout).toMatch(
      /showing 2 of 2,410 of [\d,]+ objects, [\d.]+ KiB shallow; --limit 2410 shows all\n$/,
    )
    const largest = await found('', '--sort', 'size', '--limit', '50')
    const sizes = largest.rows.map((row) => row.shallowSize)
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
    expect(largest.total).toBe(largest.all)
    const ids = (await found('class:=Session', '--sort=-id')).rows.map(({ id }) => id)
    expect(ids).toEqual(ids.toSorted((a, b) => b - a))
  })

  test('points at what is wrong in the expression before it reads the file', async () => {
    const { exitCode, stderr } = await runInMemory(['query', 'no-such-file', 'size:>x'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('error: The filter is wrong at character 7: “x” is not a number;')
    expect(stderr).toContain('\n  size:>x\n        ^')
  })

  test('points at words that the heap does not have', async () => {
    const { exitCode, stderr } = await query('kind:strng')
    expect(exitCode).toBe(2)
    expect(stderr).toContain('“strng” is no kind here')
    expect(stderr).toContain('\n       ^^^^^')
  })

  test('refuses a column it does not know', async () => {
    const { exitCode, stderr } = await query('a', '--sort', 'colour')
    expect(exitCode).toBe(2)
    expect(stderr).toContain('It must be one of retained, size')
  })

  test('--help explains the whole language', async () => {
    const { stdout } = await runInMemory(['query', '--help'])
    for (const text of ['under:@123', 'session OR cache', 'kind:string,closure', 'steps of 1,024']) {
      expect(stdout).toContain(text)
    }
  })
})
