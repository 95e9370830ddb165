import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runInMemory } from '../testing/memory-io.ts'

const fixture = (path: string): string => fileURLToPath(new URL(`../../../fixtures/${path}`, import.meta.url))

test('lists files, sockets and memory maps with the variables that hold them', async () => {
  const { exitCode, stdout } = await runInMemory(['io', fixture('python/gallery.heapsnapshot.gz')])
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/ file +\S.* main\.log +_io\.TextIOWrapper @0x/)
  expect(stdout).toMatch(/ socket +\S.* main\.connection +socket\.socket @0x/)
  expect(stdout).toMatch(/ mmap +\S.* main\.mapped +mmap\.mmap @0x/)
  // The buffer below a text file is a part of it.
  expect(stdout).not.toContain('_io.BufferedWriter')
})

test('says of each how it is open, and of those in a list what holds the list', async () => {
  const { stdout } = await runInMemory(['io', fixture('python/open-io.heapsnapshot.gz')])
  expect(stdout).toMatch(/ file +wb +\/tmp\/worker-0\.log +main\.logs\[…\] /)
  expect(stdout).toMatch(/ file +closed +\/dev\/null +main\.forgotten /)
  expect(stdout).toMatch(/ socket +fd \d+ +AF_INET SOCK_STREAM +__main__\.Pool\.idle\[…\] /)
  expect(stdout).toMatch(/ connection +\(not known\) +\(not known\) +main\.database /)
})

test('says that other captures have none', async () => {
  const { stdout } = await runInMemory(['io', fixture('captures/chrome-156-closures.heapsnapshot.gz')])
  expect(stdout).toMatch(/^No file, socket, connection or memory map/)
})
