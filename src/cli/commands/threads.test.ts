import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { runInMemory } from '../testing/memory-io.ts'

const fixture = (path: string): string => fileURLToPath(new URL(`../../../fixtures/${path}`, import.meta.url))
const GALLERY = fixture('python/gallery.heapsnapshot.gz')

test('prints each thread as a traceback with what its variables and calls retain', async () => {
  const { exitCode, stdout, stderr } = await runInMemory(['threads', GALLERY])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toMatch(/Thread worker \(\d+, daemon, retains \d+\.\d KiB\)\n/)
  expect(stdout).toMatch(
    / {2}File "\/srv\/gallery\/gallery\.py", line 33, in handle {2}\d+\.\d KiB alone\n {4}request: bytearray of 200,000 @0x\w+ {2}195\.\d KiB\n/,
  )
  expect(stdout.indexOf('in serve')).toBeLessThan(stdout.indexOf('in handle'))
})

const Json = z.object({
  threads: z.array(z.object({ name: z.string(), frames: z.array(z.object({ name: z.string() })) })),
})

test('prints JSON with the innermost call first', async () => {
  const { stdout } = await runInMemory(['threads', GALLERY, '--json'])
  const worker = Json.parse(JSON.parse(stdout)).threads.find(({ name }) => name === 'worker')
  expect(worker?.frames.map(({ name }) => name).slice(-4)).toEqual([
    'serve',
    'Thread.run',
    'Thread._bootstrap_inner',
    'Thread._bootstrap',
  ])
})

test('says that other captures have no threads', async () => {
  const { stdout } = await runInMemory(['threads', fixture('captures/chrome-156-closures.heapsnapshot.gz')])
  expect(stdout).toMatch(/^This capture says nothing of threads/)
})
