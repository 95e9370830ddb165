import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { openCapture, QUIET_HOST } from '#engine/testing/captures.ts'
import { runInMemory } from '../testing/memory-io.ts'

const NAME = 'node-24.9.0-target.heapsnapshot.gz'
const CAPTURE = fileURLToPath(new URL(`../../../fixtures/captures/${NAME}`, import.meta.url))

const Json = z.strictObject({
  id: z.int(),
  name: z.string(),
  paths: z.array(
    z.array(
      z.strictObject({
        edge: z.union([z.string(), z.int()]).nullable(),
        edgeType: z.string().nullable(),
        id: z.int(),
        name: z.string(),
        retainedSize: z.int(),
        dominator: z.boolean(),
      }),
    ),
  ),
  exhausted: z.boolean(),
})

async function idOf(query: string): Promise<number> {
  const session = await openCapture(NAME)
  const terms = [{ op: '+', query }] as const
  const page = await session.ask('selected', [terms, { start: 0, end: 1 }], QUIET_HOST)
  return page.rows[0]!.id
}

test('a session is held by the cache and by nothing else', async () => {
  const id = await idOf('class:=Session')
  const { stdout, exitCode } = await runInMemory(['path', CAPTURE, `@${id}`, '--all', '3', '--json'])
  expect(exitCode).toBe(0)
  const { paths, exhausted } = Json.parse(JSON.parse(stdout))
  expect(paths).toHaveLength(1)
  expect(paths[0]!.map(({ edge }) => edge).slice(0, 4)).toEqual([null, 'cache', 'entries', 'table'])
  expect(paths[0]!.slice(0, -1).every(({ dominator }) => dominator)).toBe(true)
  expect(exhausted).toBe(true)

  const text = await runInMemory(['path', CAPTURE, `@${id}`])
  expect(text.stdout).toMatch(
    /^The shortest path\n◆ global @\d+\n◆ \.cache → Cache @\d+\n◆ \.entries → Map @/,
  )
  expect(text.stdout).toContain('No other path shares no object')
}, 60_000)

test('an id that is not there is wrong usage', async () => {
  const { exitCode, stderr } = await runInMemory(['path', CAPTURE, '@999999999'])
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/^error: there is no object @999999999 in this heap; /)
}, 60_000)
