import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runInMemory } from '../testing/memory-io.ts'

const fixture = (path: string): string => fileURLToPath(new URL(`../../../fixtures/${path}`, import.meta.url))
const GALLERY = fixture('python/gallery.heapsnapshot.gz')

test('lists packages, and the modules of one', async () => {
  const { exitCode, stdout, stderr } = await runInMemory(['packages', GALLERY])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toMatch(/^ *retained +shallow +objects +modules +package\n/)
  expect(stdout).toMatch(/ 3 {2}shop\n/)
  const modules = await runInMemory(['packages', GALLERY, '--of', 'shop', '--json'])
  expect(JSON.parse(modules.stdout)).toMatchObject({ total: 3, rows: [{ name: 'shop.caches' }, {}, {}] })
})

test('says what there is not', async () => {
  expect((await runInMemory(['packages', GALLERY, '--of', 'numpy'])).stdout).toBe(
    'There is no package numpy.\n',
  )
  const other = await runInMemory(['packages', fixture('captures/chrome-156-closures.heapsnapshot.gz')])
  expect(other.stdout).toMatch(/^This capture has no modules/)
})
