import { expect, test } from 'vitest'
import { captureHeap, completeHeapOf } from '../testing/complete-heap.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { quietTask } from '../testing/quiet-task.ts'
import type { WholeHeap } from './heap.ts'
import { findRegistrations } from './registered-listeners.ts'

async function found(heap: WholeHeap) {
  const registrations = await findRegistrations(heap, quietTask())
  return registrations.map(({ target, method, event, listeners }) => ({
    target: heap.table.classes[heap.table.classOf[target]!]!.name,
    method,
    event,
    listeners: listeners.length,
  }))
}

test('listeners of an element are found by the element', async () => {
  expect(await found(await captureHeap('chrome-156-shop.heapsnapshot.gz'))).toEqual([
    { target: '<button>', method: 'addEventListener', event: null, listeners: 20 },
  ])
})

/** @param entries what stands in the list for one listener, by its number */
async function emitter(count: number, entries: (i: number) => string): Promise<WholeHeap> {
  const list = Array.from({ length: count }, (_, i) => `list -element:${i}-> ${entries(i)}`).join('\n')
  const text = `
    bus: "Bus"; list: "Array"
    root -> bus -_events-> events -price-> list
    ${list}
  `
  return completeHeapOf(drawHeap(text).snapshot)
}

test('eleven listeners of one event are found, ten are not', async () => {
  const listeners = (i: number): string => `f${i}\nf${i}: closure`
  expect(await found(await emitter(10, listeners))).toEqual([])
  expect(await found(await emitter(11, listeners))).toEqual([
    { target: 'Bus', method: 'on', event: 'price', listeners: 11 },
  ])
})

test('what once adds stands for the listener that it wraps', async () => {
  const heap = await emitter(11, (i) => `w${i} -listener-> f${i}\nw${i}: closure\nf${i}: closure`)
  const [{ listeners } = { listeners: [] }] = await findRegistrations(heap, quietTask())
  const nameOf = (node: number): string => heap.snapshot.strings.text(heap.snapshot.nodeName[node]!)
  expect(listeners.map(({ node, entry }) => `${nameOf(entry)} ${nameOf(node)}`)).toContain('w3 f3')
})

test('a list of listeners that leads back to itself ends', async () => {
  const text = `
    target -"<symbol kEvents>"-> map -internal:table-> table
    root -> target
    name: string "abort"
    table -internal:2-> name
    table -internal:3-> list -next-> a -next-> b -next-> a
    a -callback-> f; b -callback-> f
    f: closure
  `
  expect(await found(await completeHeapOf(drawHeap(text).snapshot))).toEqual([])
})
