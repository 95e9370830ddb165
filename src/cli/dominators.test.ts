import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parseLeast } from './parse.ts'
import { runInMemory } from './testing/memory-io.ts'

const CAPTURE = fileURLToPath(
  new URL('../../fixtures/captures/node-24.9.0-target.heapsnapshot.gz', import.meta.url),
)

const Json = z.strictObject({
  by: z.string(),
  id: z.int().nullable(),
  heapSize: z.int(),
  depth: z.int(),
  full: z.boolean(),
  cells: z.array(
    z.looseObject({
      parent: z.int().nullable(),
      depth: z.int(),
      name: z.string(),
      count: z.int(),
      size: z.int(),
      own: z.int(),
      rest: z.strictObject({ cells: z.int(), objects: z.int(), size: z.int() }),
    }),
  ),
})

describe('dominators', () => {
  test('draws the classes of the leak below each other, and says what it leaves out', async () => {
    const { exitCode, stdout, stderr } = await runInMemory(['dominators', CAPTURE])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/^ *Retained +Share +Shallow +Dominator tree\n/)
    expect(stdout).toMatch(/Cache\n.* {8}Map\n.* {10}Session ×410\n/)
    expect(stdout).toMatch(/… \d+ smaller classes, [\d,]+ objects$/m)
    expect(stdout).toMatch(/… 1 class deeper, 410 objects/)
  })

  test.each([
    ['class', []],
    ['object', ['--depth', '40', '--min', '1k']],
  ])('--json by %s adds up at every cell', async (by, options) => {
    const { stdout } = await runInMemory(['dominators', CAPTURE, '--json', '--by', by, ...options])
    const { cells, heapSize } = Json.parse(JSON.parse(stdout))
    expect(cells[0]).toMatchObject({ parent: null, size: heapSize })
    expect(cells.length).toBeGreaterThan(20)
    for (const [i, { own, size, rest }] of cells.entries()) {
      const below = cells.filter(({ parent }) => parent === i).reduce((sum, cell) => sum + cell.size, 0)
      expect(own + below + rest.size).toBe(size)
    }
  })

  test('begins at an object and goes down as far as asked', async () => {
    const all = Json.parse(
      JSON.parse((await runInMemory(['dominators', CAPTURE, '--json', '--by', 'object'])).stdout),
    )
    const cache = all.cells.find(({ name }) => name === 'Cache')!
    const { stdout } = await runInMemory([
      'dominators',
      CAPTURE,
      `@${String(cache['id'])}`,
      '--depth',
      '2',
      '--min',
      '0',
    ])
    expect(stdout).toMatch(/\n.* {2}Cache\n.* {4}Map\n.* {6}Session ×410\n.* {8}… \d+ classes deeper/)
  })

  test('modules are said to be unknown where the capture does not name its scripts', async () => {
    const { exitCode, stderr } = await runInMemory(['dominators', CAPTURE, '--by', 'module'])
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr:
        'error: This capture does not say which scripts its objects come from, so modules are unknown.\n',
    })
  })

  test.each([['@999999999'], ['--min=x'], ['--by=size'], ['--depth=0']])(
    '%s is wrong usage',
    async (argument) => {
      const { exitCode, stdout } = await runInMemory(['dominators', CAPTURE, argument])
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    },
  )
})

test('the least size is bytes in steps of 1,024, or a part', () => {
  expect(parseLeast('100')).toEqual({ bytes: 100, share: 0 })
  expect(parseLeast('1.5k').bytes).toBe(1536)
  expect(parseLeast('2MiB').bytes).toBe(2 ** 21)
  expect(parseLeast('0.5%')).toEqual({ bytes: 0, share: 0.005 })
  expect(() => parseLeast('101%')).toThrow('such as')
  expect(() => parseLeast('-1')).toThrow('such as')
})
