import { expect, test } from 'vitest'
import { nodeAmong, pageAmong, type Target } from './targets.ts'

const address = { host: '127.0.0.1', port: 9222 }
const target = (type: string, url: string): Target => ({ type, url, socket: `ws://127.0.0.1:9222/${url}` })
const shop = target('page', 'https://shop.example/orders?id=1')
const mail = target('page', 'https://mail.example/')
const worker = target('service_worker', 'https://shop.example/worker.js')
const tools = target('page', 'devtools://devtools/bundled/inspector.html')

test('the only page is meant where none is named', () => {
  expect(pageAmong([worker, shop, tools], null, address)).toBe(shop)
  expect(() => pageAmong([shop, worker, mail], null, address)).toThrow(
    '2 pages are open; name one with --page: https://shop.example/orders?id=1, https://mail.example/.',
  )
  expect(() => pageAmong([], null, address)).toThrow('127.0.0.1:9222 has no page open.')
})

test('a page is named by a part of its address, with * for anything in between', () => {
  const all = [worker, mail, shop, tools]
  expect(pageAmong(all, 'shop.example', address)).toBe(shop)
  expect(pageAmong(all, 'SHOP*?id=1', address)).toBe(shop)
  expect(pageAmong(all, 'worker.js', address)).toBe(worker)
  expect(pageAmong(all, 'devtools:', address)).toBe(tools)
  expect(() => pageAmong(all, 'shop.*orders$', address)).toThrow(
    'No page matches shop.*orders$; there is https://mail.example/, https://shop.example/orders?id=1.',
  )
  expect(() => pageAmong(all, '.example', address)).toThrow(
    '2 addresses match .example; name one with --page: https://mail.example/, https://shop.example/orders?id=1.',
  )
})

test('a browser is no Node', () => {
  expect(() => nodeAmong([shop], address)).toThrow(
    'What listens at 127.0.0.1:9222 is not Node; for a browser there is capture chrome.',
  )
})
