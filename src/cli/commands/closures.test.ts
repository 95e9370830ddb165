import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { runInMemory } from '../testing/memory-io.ts'

const capture = (name: string): string =>
  fileURLToPath(new URL(`../../../fixtures/captures/${name}.heapsnapshot.gz`, import.meta.url))
const CLOSURES = capture('chrome-156-closures')

const Json = z.strictObject({
  hasScopes: z.boolean(),
  contexts: z.int(),
  describedContexts: z.int(),
  variables: z.int(),
  freedSize: z.int(),
  freedCount: z.int(),
  total: z.int(),
  rows: z.array(
    z.strictObject({
      variable: z.string(),
      functionName: z.string(),
      source: z.looseObject({ line: z.int() }).nullable(),
      script: z.string().nullable(),
      offset: z.int().nullable(),
      contexts: z.int(),
      allContexts: z.int(),
      freedSize: z.int(),
      query: z.string().nullable(),
      context: z.int(),
      value: z.strictObject({
        id: z.int(),
        type: z.string(),
        name: z.string(),
        class: z.string(),
        shallowSize: z.int(),
        retainedSize: z.int(),
      }),
    }),
  ),
})

describe('closures', () => {
  test('lists variables that no code can use, with what clearing them would free', async () => {
    const { exitCode, stdout, stderr } = await runInMemory(['closures', CLOSURES])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/^ *freed +contexts +variable +declared in +place +largest value\n/)
    expect(stdout).toMatch(/157\.2 KiB +40 of 40 +buffer +make +http:\S+closures\.html:5:16 +Array @43883\n/)
    expect(stdout).toMatch(/payload +\(code that is gone\) +http:\S+closures\.html, at character 1,524 /)
    expect(stdout).toMatch(/5 dead variables together hold 166\.4 KiB in 93 objects; 50 of 55 contexts/)
  })

  test('--json says the same, and names contexts that can be looked at', async () => {
    const { stdout } = await runInMemory(['closures', CLOSURES, '--json', '--filter', 'freed:>1'])
    const { rows, total, variables } = Json.parse(JSON.parse(stdout))
    expect([rows.length, total, variables]).toEqual([2, 2, 5])
    expect(rows[0]).toMatchObject({ variable: 'buffer', contexts: 40, freedSize: 160960 })
    const object = await runInMemory(['object', CLOSURES, `@${rows[0]!.context}`])
    expect(object.stdout).toContain(`@${rows[0]!.value.id}`)
  })

  test('says how many it does not show', async () => {
    const { stdout } = await runInMemory(['closures', CLOSURES, '--top', '1'])
    expect(stdout).toMatch(/\nshowing 1 of 5; --top 5 shows all\. /)
  })

  test('a capture without scopes is said to know nothing of it', async () => {
    const { exitCode, stdout } = await runInMemory(['closures', capture('node-24.9.0-target')])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^This capture does not say which variables functions use/)
  })

  test('a mistake in the filter is pointed at', async () => {
    const { exitCode, stderr } = await runInMemory(['closures', CLOSURES, '--filter', 'freed:>x'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('^')
  })
})

test('says of a Python capture why there are no such variables', async () => {
  const file = fileURLToPath(new URL('../../../fixtures/python/shop-before.heapsnapshot.gz', import.meta.url))
  const { exitCode, stdout } = await runInMemory(['closures', file])
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^In Python each variable that a function closes over has a cell of its own/)
})
