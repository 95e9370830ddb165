import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runInMemory } from '../testing/memory-io.ts'

const GALLERY = fileURLToPath(new URL('../../../fixtures/python/gallery.heapsnapshot.gz', import.meta.url))

test('lists the cycles of a Python program with what to make weak', async () => {
  const { exitCode, stdout, stderr } = await runInMemory(['cycles', GALLERY])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toMatch(/^ *retained +cycles +objects +classes +weak +remarks\n/)
  expect(stdout).toMatch(/ KiB +100 +400 +Parent ⇄ Child +Child\.parent +one begins at @0x/)
  expect(stdout).toMatch(/ 1 +50 +Node ⇄ Node +Node\.prev +one begins/)
  expect(stdout).toMatch(/ 10 +40 +Button ⇄ function +shop\.models\.Button\.__init__\.<lambda>\.self /)
  expect(stdout).toMatch(
    / 6 +6 +Resource ⇄ itself +Resource\.me +6 with __del__, 1 waiting for the collector/,
  )
  expect(stdout).toMatch(/Modules, classes, and what only they tie together +left out of the cycles\n/)
  expect(stdout).toMatch(/117 cycles of 496 objects .*; 1 of them only wait for the collector, with \d+ B\n$/)
})

test('prints JSON, and says what is wrong with a filter', async () => {
  const { stdout } = await runInMemory(['cycles', GALLERY, '--json', '--filter', 'finalizers:>1'])
  expect(JSON.parse(stdout)).toMatchObject({
    cycles: 117,
    garbage: { cycles: 1, objects: 1 },
    total: 1,
    rows: [
      { name: 'Resource ⇄ itself', weak: { edges: [{ name: 'Resource.me', count: 6 }], isSmallest: true } },
    ],
  })
  const wrong = await runInMemory(['cycles', GALLERY, '--filter', 'size:big'])
  expect(wrong.exitCode).toBe(2)
  expect(wrong.stderr).toContain('size:big')
})
