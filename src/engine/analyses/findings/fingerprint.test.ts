import { expect, test } from 'vitest'
import { fingerprintOf } from './fingerprint.ts'

const print = (owner: string, subject = 'Session'): string => fingerprintOf('rule', { owner, subject })

test('a fingerprint is the same whatever numbers and addresses a run has', () => {
  expect(print('Window / http://localhost:4321/.cache')).toBe(print('Window / http://localhost:8080/.cache'))
  expect(print('global [JSGlobalObject].cache')).toBe(print('global.cache'))
  expect(print('shard-12.rows')).toBe(print('shard-7.rows'))
})

test('a fingerprint tells owners, classes and rules apart', () => {
  const all = [
    print('Store.sessions'),
    print('Store.carts'),
    print('Store.sessions', 'Cart'),
    fingerprintOf('other', { owner: 'Store.sessions', subject: 'Session' }),
  ]
  expect(new Set(all).size).toBe(4)
})
