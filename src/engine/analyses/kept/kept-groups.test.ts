import { expect, test } from 'vitest'
import { RecentMap } from '../../base/recent-map.ts'
import type { Keeper, KeptRow } from '../../model/kept-rows.ts'
import { captureHeap, completeHeapOf } from '../../testing/complete-heap.ts'
import { drawHeap } from '../../testing/draw-heap.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import type { CompleteHeap } from '../heap.ts'
import { findKept, keptPage } from './kept-groups.ts'

async function rowsOf(heap: CompleteHeap, keeper: Keeper): Promise<readonly KeptRow[]> {
  const found = await findKept(heap, keeper, quietTask())
  return keptPage(heap, found, { start: 0, end: 1000 }, null, new RecentMap(2)).rows
}

async function drawn(text: string, keeper: Keeper): Promise<readonly KeptRow[]> {
  return rowsOf(await completeHeapOf(drawHeap(text).snapshot), keeper)
}

const SHOP = 'chrome-156-shop.heapsnapshot.gz'

test('removed elements: each is a tree, held by the field of a Row', async () => {
  const rows = await rowsOf(await captureHeap('chrome-156-target.heapsnapshot.gz'), 'detached')
  expect(rows).toMatchObject([
    { name: '<li>', holder: 'Row.el', count: 253, query: 'tree:="<li> in Row.el"' },
  ])
})

test('removed elements: a tree is named by the node through which it is held', async () => {
  const [row, ...others] = await rowsOf(await captureHeap(SHOP), 'detached')
  expect(row).toMatchObject({ name: '<b>', holder: 'Window.kept[]', count: 7, objects: 49 })
  expect(others).toEqual([])
})

test('closures: the variable, and the function that uses it', async () => {
  const rows = await rowsOf(await captureHeap(SHOP), 'context')
  expect(rows[0]).toMatchObject({
    name: 'item',
    holder: 'onBuy',
    source: { url: 'https://shop.example/', line: 11, column: 76 },
    count: 20,
    largest: { className: 'Item' },
    query: 'variable:="item in onBuy at https://shop.example/:11:76"',
  })
})

test.each(['node-12.22.12', 'node-16.20.2', 'node-22.20.0', 'node-24.9.0', 'node-26.10.0', 'deno-2.9.6'])(
  'closures: the arrays of 500 elements that 410 listeners keep, in %s',
  async (runtime) => {
    const rows = await rowsOf(await captureHeap(`${runtime}-target.heapsnapshot.gz`), 'context')
    const row = rows[0]!
    expect(row).toMatchObject({
      holder: 'onEvent',
      count: 410,
      objects: 410,
      largest: { className: 'Array' },
    })
    expect(row.retainedSize).toBeGreaterThan(410 * 4000)
  },
)

test('event handlers: what they listen to, and listeners that are objects', async () => {
  const rows = await rowsOf(await captureHeap(SHOP), 'handler')
  expect(rows.map(({ name, holder, count }) => ({ name, holder, count }))).toEqual([
    { name: 'onBuy', holder: '<button>', count: 20 },
    { name: 'onKey', holder: '<button>', count: 1 },
    { name: 'handleEvent', holder: '<button>', count: 1 },
  ])
})

test('the console: what was logged', async () => {
  const rows = await rowsOf(await captureHeap(SHOP), 'console')
  expect(rows).toMatchObject([{ name: 'Logged', holder: 'DevTools console', count: 2, objects: 2 }])
})

test('event emitters: one listener or an array of them for each event', async () => {
  const rows = await drawn(
    `
    win: object 1 "Window"
    root -shortcut:1-> win -> emitter -_events-> table
    emitter: object 1 "Server"; table: object 1 "Object"
    table -connection-> one
    table -close-> list
    list: object 1 "Array"; one: closure 10 "onConnection"; two: closure 20 "onClose"; three: closure 40 "onEnd"
    list -element:0-> two
    list -element:1-> three
  `,
    'handler',
  )
  expect(rows.map(({ name, holder }) => `${name} in ${holder}`).toSorted()).toEqual([
    'onClose in Server close',
    'onConnection in Server connection',
    'onEnd in Server close',
  ])
})

test('detached trees: elements that refer to each other are one tree, in either direction', async () => {
  const rows = await drawn(
    `
    win: object 1 "Window"
    root -shortcut:1-> win -cache-> keeper -> b
    keeper: object 1 "Keeper"
    a: native 10 "<div>" detached; b: native 20 "<p>" detached; c: native 40 "<i>" detached
    a -element:0-> b
    b -element:0-> a
    c -element:0-> a
    b -element:1-> c
    win -spare-> d
    d: native 80 "<p>" detached
  `,
    'detached',
  )
  expect(rows).toMatchObject([
    { name: '<p>', holder: 'Window.spare', count: 1, objects: 1, retainedSize: 80 },
    { name: '<p>', holder: 'Keeper.b', count: 1, objects: 3, retainedSize: 70 },
  ])
})

test('detached trees: behind native things stands the object of the program that holds them', async () => {
  const rows = await drawn(
    `
    win: object 1 "Window"
    root -shortcut:1-> win -> keeper -sheet-> n1
    keeper: object 1 "Keeper"
    n1: native 1 "Sheet" attached; n2: native 1 "Rules" attached
    n1 -element:1-> n2
    n2 -element:1-> n1
    n2 -element:2-> gone
    gone: native 5 "<div>" detached
  `,
    'detached',
  )
  expect(rows).toMatchObject([{ name: '<div>', holder: 'Keeper.sheet' }])
})

test('a detached tree in a ring of native things that nothing else holds does not go round for ever', async () => {
  const rows = await drawn(
    `
    gc: synthetic 0 "(GC roots)"
    root -element:1-> gc -element:1-> n1
    n1: native 1 "A" attached; n2: native 1 "B" attached
    n1 -element:1-> n2 -element:1-> n1
    n2 -element:2-> gone
    gone: native 5 "<div>" detached
  `,
    'detached',
  )
  expect(rows).toMatchObject([{ name: '<div>', holder: '(synthetic)[]' }])
})

test('what another way leads to is not said to be kept', async () => {
  const rows = await drawn(
    `
    win: object 1 "Window"
    root -shortcut:1-> win -> f -internal:context-> scope
    f: closure 1 "f"
    scope: object 1 "system / Context"
    scope -context:mine-> mine
    scope -context:ours-> ours
    win -> ours
    scope -hidden:3-> block
    mine: object 100; ours: object 200; block: object 400
  `,
    'context',
  )
  expect(rows).toMatchObject([
    { name: 'block variable 3', holder: 'f', shallowSize: 400 },
    { name: 'mine', holder: 'f', shallowSize: 100 },
  ])
})

test('groups of one label are told apart', async () => {
  const rows = await drawn(
    `
    handles: synthetic 0 "(Global handles)"
    root -element:1-> handles
    handles -internal:"1 / DevTools console"-> a
    handles -internal:"2 / DevTools console"-> b
    a: object 1 "Keeper" at 1:1:1; b: object 2 "Keeper" at 2:2:2
  `,
    'console',
  )
  expect(rows.map((row) => row.query)).toEqual([
    'console:="Keeper in DevTools console #2"',
    'console:="Keeper in DevTools console"',
  ])
})

test('trees that are held alike are one group, and an array is named by the field it is in', async () => {
  const rows = await drawn(
    `
    win: object 1 "Window [JSGlobalObject] / example.org"
    root -shortcut:1-> win -list-> list
    list: object 1 "Array"
    list -element:0-> d1; list -element:1-> d2
    d1: native 5 "<p>" detached; d2: native 9 "<p>" detached
  `,
    'detached',
  )
  expect(rows).toMatchObject([{ name: '<p>', holder: 'Window.list[]', count: 2, retainedSize: 14 }])
})
