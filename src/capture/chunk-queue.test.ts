import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ChunkQueue } from './chunk-queue.ts'

test('a reader that is slower than what is sent closes the valve, and opens it when it has caught up', async () => {
  const state: string[] = []
  const valve = { close: () => void state.push('closed'), open: () => void state.push('open') }
  const queue = new ChunkQueue(valve, 10)
  for (let i = 0; i < 3; i++) queue.push(new Uint8Array(4).fill(i))
  expect(state).toEqual(['closed'])
  const taken: number[] = []
  const reading = (async () => {
    for await (const bytes of queue) {
      await turn()
      taken.push(bytes[0]!)
    }
  })()
  for (let i = 0; i < 10; i++) await turn()
  expect({ taken, state }).toEqual({ taken: [0, 1, 2], state: ['closed', 'open'] })
  queue.push(new Uint8Array(11).fill(3))
  queue.finish()
  await reading
  expect({ taken, state }).toEqual({ taken: [0, 1, 2, 3], state: ['closed', 'open', 'closed'] })
})

test('what was sent before an end is still taken', async () => {
  const queue = new ChunkQueue({ close: () => {}, open: () => {} }, 10)
  queue.push(Uint8Array.of(1))
  queue.fail(new Error('It ended.'))
  const taken: number[] = []
  const reading = async () => {
    for await (const bytes of queue) taken.push(bytes[0]!)
  }
  await expect(reading()).rejects.toThrow('It ended.')
  expect(taken).toEqual([1])
})
