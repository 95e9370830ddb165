import { describe, expect, test } from 'vitest'
import { newKey } from './seal.ts'
import { keyIn, linkTo, readLink } from './share-link.ts'

const ID = 'AbCdEfGhIjKlMnOpQrStUv'

describe('a link', () => {
  test.each(['https://heap.example/', 'http://localhost:4321/', 'https://intra.example/tools/heapscope/'])(
    'to a share at %s says where, which and how to open it',
    (server) => {
      const key = newKey()
      const link = linkTo({ server, id: ID, key })
      expect(link).toMatch(/\/s\/AbCdEfGhIjKlMnOpQrStUv#k=[\w-]{43}$/)
      expect(readLink(link)).toEqual({ server, id: ID, key })
    },
  )

  test('still opens with what the page writes behind the key', () => {
    const key = newKey()
    const link = linkTo({ server: 'https://heap.example/', id: ID, key })
    expect(readLink(`${link}&v=1&view=diff`).key).toEqual(key)
  })

  test.each([
    'not an address',
    'https://heap.example/',
    `https://heap.example/s/${ID}`,
    `https://heap.example/s/${ID}#k=tooShort`,
    `https://heap.example/s/${ID}#k=${'A'.repeat(44)}`,
    `https://heap.example/s/${ID}#k=${'*'.repeat(43)}`,
    `https://heap.example/s/short#k=${'A'.repeat(43)}`,
    `ftp://heap.example/s/${ID}#k=${'A'.repeat(43)}`,
  ])('that is not whole is refused: %s', (text) => {
    expect(() => readLink(text)).toThrow(/copy the whole link again/)
  })

  test('has one way to write each key', () => {
    // The last character of 43 carries 4 bits of the key; the other 2 must be 0.
    expect(keyIn(`#k=${'A'.repeat(42)}A`)).not.toBeNull()
    expect(keyIn(`#k=${'A'.repeat(42)}B`)).toBeNull()
  })
})
