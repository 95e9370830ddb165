import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { expect, test } from 'vitest'
import { nodeProcess } from './node-process.ts'

// As containers do it; not every user may.
const canSetApart = spawnSync('unshare', ['--net', 'true']).status === 0

test.runIf(canSetApart)('a process that cannot be reached from here is left alone', async () => {
  const program = 'setInterval(() => {}, 1000); console.log("ready")'
  const child = spawn('unshare', ['--net', process.execPath, '--inspect-port=0', '--eval', program])
  let said = ''
  child.stderr.on('data', (text: Uint8Array) => {
    said += String(text)
  })
  await once(child.stdout, 'data')
  await expect(nodeProcess(child.pid!)).rejects.toThrow(
    `Process ${child.pid} runs in a container, where its inspector cannot be reached from here; run heapscope in there, or publish the port of node --inspect and give HOST:PORT.`,
  )
  child.kill()
  await once(child, 'close')
  expect(said).toBe('')
})
