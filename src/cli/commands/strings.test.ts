import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { runInMemory } from '../testing/memory-io.ts'

const CAPTURE = fileURLToPath(
  new URL('../../../fixtures/captures/node-24.9.0-target.heapsnapshot.gz', import.meta.url),
)

const Totals = z.strictObject({
  count: z.int(),
  bytes: z.int(),
  distinct: z.int(),
  unknown: z.int(),
  duplicated: z.int(),
  copies: z.int(),
  wasted: z.int(),
  wastedInCut: z.int(),
})

const Duplicates = z.strictObject({
  totals: Totals,
  total: z.int(),
  rows: z.array(
    z.strictObject({
      value: z.string(),
      length: z.int(),
      cut: z.boolean(),
      copies: z.int(),
      smallest: z.int(),
      largest: z.int(),
      bytes: z.int(),
      wasted: z.int(),
      example: z.int(),
      holders: z.array(
        z.strictObject({
          class: z.string(),
          edge: z.string(),
          edgeType: z.string(),
          references: z.int(),
          holders: z.int(),
        }),
      ),
    }),
  ),
})

const Strings = z.strictObject({
  totals: Totals,
  total: z.int(),
  rows: z.array(
    z.strictObject({
      id: z.int(),
      type: z.string(),
      value: z.string(),
      length: z.int().nullable(),
      cut: z.boolean(),
      copies: z.int(),
      shallowSize: z.int(),
      retainedSize: z.int(),
      distance: z.int().nullable(),
    }),
  ),
})

const strings = (...args: string[]) => runInMemory(['strings', CAPTURE, ...args])

describe('strings', () => {
  test('lists duplicates with what would be saved and what holds them', async () => {
    const { stdout, exitCode } = await strings(
      ...['--duplicates', '--json', '--top', '1000', '--filter', '/duplicate value [0-9]$/'],
    )
    expect(exitCode).toBe(0)
    const { totals, total, rows } = Duplicates.parse(JSON.parse(stdout))
    expect(total).toBe(3)
    for (const row of rows) {
      expect(row).toMatchObject({ copies: 100, wasted: 99 * row.largest, cut: false })
      expect(row.holders[0]).toMatchObject({ class: 'Array', edge: '[]', references: 100, holders: 1 })
    }
    const all = Duplicates.parse(
      JSON.parse((await strings('--duplicates', '--json', '--top', '9999')).stdout),
    )
    expect(all.total).toBe(totals.duplicated)
    expect(all.rows.reduce((sum, row) => sum + row.wasted, 0)).toBe(totals.wasted)
  })

  test('lists strings by size, and says how many it leaves out', async () => {
    const { totals, total, rows } = Strings.parse(JSON.parse((await strings('--json', '--top', '5')).stdout))
    expect(total).toBe(totals.count)
    const sizes = rows.map((row) => row.shallowSize)
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
    const { stdout } = await strings('--top', '5')
    expect(stdout).toMatch(/showing 5 of [\d,]+; --top \d+ shows all\. [\d,]+ strings of [\d.]+ MiB/)
    const table = await strings('--duplicates', '--top', '3')
    expect(table.stdout.split('\n')[0]).toMatch(/wasted +copies +each +length +held by +text/)
  })

  test('points at what is wrong in a filter', async () => {
    const { exitCode, stderr } = await strings('--filter', 'wasted:>1k')
    expect(exitCode).toBe(2)
    expect(stderr).toContain('strings have no “wasted:” here')
    expect(stderr).toMatch(/wasted:>1k\n\s+\^+/)
  })
})
