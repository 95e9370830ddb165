import { expect, test } from 'vitest'
import { clientAddress, subscriberOf } from './client-address.ts'

test.each([
  ['without proxies, what the header says counts for nothing', '10.0.0.1', '1.2.3.4', 0, '10.0.0.1'],
  ['one proxy tells whom it talked to', '10.0.0.1', '1.2.3.4', 1, '1.2.3.4'],
  ['what the client wrote itself stands further left', '10.0.0.1', '6.6.6.6, 1.2.3.4', 1, '1.2.3.4'],
  ['two proxies', '10.0.0.1', '6.6.6.6, 1.2.3.4, 10.0.0.2', 2, '1.2.3.4'],
  ['a proxy that did not write it', '10.0.0.1', undefined, 1, '10.0.0.1'],
  ['fewer proxies than trusted', '10.0.0.1', '1.2.3.4', 3, '1.2.3.4'],
  ['ports are not part of it', '10.0.0.1', '1.2.3.4:5678', 1, '1.2.3.4'],
  ['nor are brackets', '10.0.0.1', '[2001:db8::1]:443', 1, '2001:db8::1'],
  ['nonsense gives way to what can be read', '10.0.0.1', 'unknown', 1, '10.0.0.1'],
])('%s', (_, socket, forwarded, proxies, address) => {
  expect(clientAddress(socket, forwarded, proxies)).toBe(address)
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s belongs to %s', (address, subscriber) => {
  expect(subscriberOf(address)).toBe(subscriber)
})
