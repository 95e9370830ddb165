import { describe, expect, test } from 'vitest'
import { memberOf, nameOfUrlSource, readUrlSource, sourceAt } from './url-source.ts'

const PAGE = 'https://heapscope.example/tools/'
const read = (address: string, page = PAGE) => readUrlSource(sourceAt(address), page)

describe('an address that a capture is loaded from', () => {
  test('over https may be of any host', () => {
    expect(read('https://ci.example:8443/runs/812/after%20all.heapsnapshot?x=1')).toEqual({
      href: 'https://ci.example:8443/runs/812/after%20all.heapsnapshot?x=1',
      origin: 'https://ci.example:8443',
      host: 'ci.example:8443',
      name: 'after all.heapsnapshot',
      member: null,
      isOwn: false,
    })
  })

  test('without a host counts from the folder of the page', () => {
    expect(read('captures/a.heapsnapshot')).toMatchObject({
      href: 'https://heapscope.example/tools/captures/a.heapsnapshot',
      isOwn: true,
    })
    expect(read('/a.heapsnapshot')).toMatchObject({ href: 'https://heapscope.example/a.heapsnapshot' })
  })

  test.each(['http://localhost:9/a', 'http://127.0.0.1:9/a', 'http://127.1.2.3/a', 'http://[::1]:9/a'])(
    'may be %s, which does not leave the machine',
    (address) => expect(read(address)).toMatchObject({ isOwn: false }),
  )

  test('over http may be of the page’s own server', () => {
    expect(read('/a', 'http://heaps.lan:4321/')).toMatchObject({
      isOwn: true,
      href: 'http://heaps.lan:4321/a',
    })
  })

  test.each(['http://host.example/a', 'http://localhost.evil.example/a', 'http://127.0.0.1.evil.example/a'])(
    'is refused over http: %s',
    (address) =>
      expect(() => read(address)).toThrow(/^Captures from other machines are loaded over https only/),
  )

  test.each([
    'file:///etc/passwd',
    'data:text/plain,hello',
    'blob:https://a.example/1',
    'javascript:alert(1)',
  ])('is refused in another scheme: %s', (address) =>
    expect(() => read(address)).toThrow(/over https only.*open the file itself\.$/),
  )

  test.each(['https://user:secret@host.example/a', 'https://token@host.example/a', 'http://a:b@localhost/a'])(
    'is refused with credentials, which are not repeated: %s',
    (address) => {
      expect(() => read(address)).toThrow(/has a user name or a password/)
      expect(() => read(address)).not.toThrow(/secret|token/)
    },
  )

  test('that is none is refused', () => {
    expect(() => read('https://')).toThrow(/is no address that a capture can be loaded from/)
  })

  test('names a capture of a bundle behind a #', () => {
    const source = memberOf(sourceAt('https://a.example/x.heapscope#other'), 3)
    expect(source).toBe('url:https://a.example/x.heapscope#3')
    expect(memberOf(source, 0)).toBe('url:https://a.example/x.heapscope#0')
    expect(readUrlSource(source, PAGE)).toMatchObject({ href: 'https://a.example/x.heapscope', member: 3 })
  })

  test('has a name before it is loaded, whatever it is', () => {
    expect(nameOfUrlSource('url:https://a.example/', PAGE)).toBe('a.example')
    expect(nameOfUrlSource('url:https://a.example/%E0%A4%A', PAGE)).toBe('%E0%A4%A')
    expect(nameOfUrlSource(`url:ftp://a.example/${'x'.repeat(200)}`, PAGE)).toHaveLength(80)
    expect(nameOfUrlSource('url:https://me:secret@a.example/', PAGE)).toBe('a.example')
    expect(nameOfUrlSource('url:https://', PAGE)).toBe('This address')
  })
})
