import { expect, test } from 'vitest'
import { LazyTree } from './lazy-tree.ts'

interface Item {
  readonly key: string
  readonly node: number
}

/** A tree in which node n has the children 10n + 1 to 10n + `width`. */
function plant(width: number, pageSize: number, failing = false) {
  const asked: string[] = []
  let fail = failing
  const tree = new LazyTree<Item>(1, {
    fetch: async (node, start, end) => {
      asked.push(`${node}: ${start}-${end}`)
      if (fail) throw new Error('gone')
      const items = Array.from({ length: width }, (_, i) => ({ key: `k${i}`, node: node * 10 + i + 1 }))
      return { items: items.slice(start, end), total: width }
    },
    changed: () => {},
    describe: (error) => (error instanceof Error ? `It is ${error.message}.` : ''),
    pageSize,
  })
  return { tree, asked, mend: () => (fail = false) }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

function nodes(tree: LazyTree<Item>): (number | string)[] {
  return tree.lines().map((line) => (line.kind === 'item' ? line.item.node : line.kind))
}

test('levels are asked for when they are opened, and only once', async () => {
  const { tree, asked } = plant(2, 50)
  tree.start()
  expect([tree.answered, nodes(tree)]).toEqual([false, ['pending']])
  await settle()
  tree.open('/k0', 11)
  await settle()
  tree.close('/k0')
  expect(nodes(tree)).toEqual([11, 12])
  tree.open('/k0', 11)
  expect(nodes(tree)).toEqual([11, 111, 112, 12])
  expect(asked).toEqual(['1: 0-50', '11: 0-50'])
})

test('each level comes page by page', async () => {
  const { tree, asked } = plant(5, 2)
  tree.start()
  await settle()
  expect(nodes(tree)).toEqual([11, 12, 'more'])
  tree.more('')
  tree.more('')
  await settle()
  tree.more('')
  await settle()
  expect(nodes(tree)).toEqual([11, 12, 13, 14, 15])
  expect(asked).toEqual(['1: 0-2', '1: 2-4', '1: 4-6'])
})

test('a failure is told in words and can be tried again', async () => {
  const { tree, mend } = plant(1, 50, true)
  tree.start()
  await settle()
  expect(tree.lines()).toEqual([{ kind: 'error', path: '', level: 1, message: 'It is gone.' }])
  mend()
  tree.more('')
  await settle()
  expect(nodes(tree)).toEqual([11])
})

test('the same tree in another order keeps its open places', async () => {
  const first = plant(2, 50).tree
  first.start()
  first.open('/k1', 12)
  const second = plant(2, 50).tree
  second.start(first)
  await settle()
  expect(nodes(second)).toEqual([11, 12, 121, 122])
})

test('answers that come after stopping are ignored', async () => {
  const { tree } = plant(2, 50)
  tree.start()
  tree.stop()
  await settle()
  expect(nodes(tree)).toEqual(['pending'])
})

test('places to show open as their rows come, level by level, and others close', async () => {
  const { tree } = plant(2, 50)
  tree.start()
  tree.show(['/k1/k0', '/k1'])
  await settle()
  await settle()
  expect(nodes(tree)).toEqual([11, 12, 121, 1211, 1212, 122])
  tree.show(['/k0'])
  await settle()
  expect(nodes(tree)).toEqual([11, 111, 112, 12])
})

test('every open place is told when one opens or closes, those still awaited too', async () => {
  const told: (readonly string[])[] = []
  const tree = new LazyTree<Item>(1, {
    fetch: async (node) => ({ items: [{ key: 'k', node: node * 10 }], total: 1 }),
    changed: () => {},
    describe: String,
    onOpen: (paths) => told.push(paths),
  })
  tree.start()
  tree.show(['/gone'])
  await settle()
  tree.open('/k', 10)
  tree.close('/k')
  expect(told).toEqual([['/k', '/gone'], ['/gone']])
})

test('a last row stands after those that are still to come', async () => {
  const tree = new LazyTree<Item>(1, {
    fetch: async (_, start, end) => ({
      items: [2, 3, 4].map((node) => ({ key: `k${node}`, node })).slice(start, end),
      total: 3,
      last: { key: 'rest', node: -1 },
    }),
    changed: () => {},
    describe: String,
    pageSize: 2,
  })
  tree.start()
  await settle()
  expect(nodes(tree)).toEqual([2, 3, 'more', -1])
  expect(tree.lines()[2]).toMatchObject({ shown: 2, total: 3 })
  expect(tree.lines()[0]).toMatchObject({ position: 0, total: 4 })
  tree.more('')
  await settle()
  expect(nodes(tree)).toEqual([2, 3, 4, -1])
})
