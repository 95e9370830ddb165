import { networkInterfaces } from 'node:os'
import { expect, test } from 'vitest'
import { addressOf, addressText, located } from './address.ts'

test('addresses are read with and without a host, and written as they were', () => {
  expect(addressOf('localhost:9229')).toEqual({ host: 'localhost', port: 9229 })
  expect(addressOf(':9229')).toEqual({ host: '127.0.0.1', port: 9229 })
  expect(addressOf('[::1]:9229')).toEqual({ host: '::1', port: 9229 })
  expect(addressText({ host: '::1', port: 9229 })).toBe('[::1]:9229')
  for (const text of [
    '9229',
    'app.js',
    'localhost:',
    'localhost:0',
    'localhost:65536',
    '::1:9229',
    'a b:1',
  ]) {
    expect(addressOf(text)).toBeNull()
  }
})

test('this machine is told from others by its addresses', async () => {
  const isHere = async (host: string) => (await located({ host, port: 1 })).isHere
  expect(await isHere('localhost')).toBe(true)
  expect(await isHere('127.0.0.2')).toBe(true)
  for (const all of Object.values(networkInterfaces())) {
    for (const { address } of all ?? []) expect(await isHere(address)).toBe(true)
  }
  expect(await isHere('192.0.2.1')).toBe(false)
  await expect(isHere('nowhere.invalid')).rejects.toThrow(
    'There is no machine called nowhere.invalid; check the name.',
  )
})
